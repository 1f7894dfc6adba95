package io.deltaframe.operators.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Memory for everything a program works on, in one array: one, so that it is large and its maps begin with
 * {@linkplain CacheLines cache lines}. Maps of a megabyte each would lie anywhere in a region of G1, and convolutions
 * that write more than they multiply take 10 to 15 % longer with vectors across two lines.
 *
 * <p>Places are known at once, so that steps can be built; the array comes with {@link #allocate}. For one thread.
 */
public final class Workspace {

    private final List<Consumer<float[]>> users = new ArrayList<>();
    private final List<Runnable> late = new ArrayList<>();
    private long used = CacheLines.LEAD;
    private boolean allocated;

    /**
     * {@return the place of the first of so many floats, which begin with a cache line in a large array}
     *
     * @param floats how many
     * @param user   gets the array when there is one; it is zero at this place
     * @throws IllegalArgumentException if an array cannot hold as many
     */
    public int reserve(long floats, Consumer<float[]> user) {
        if (allocated) {
            throw new IllegalStateException("the array is made already");
        }
        long start = used;
        used = Math.addExact(start, CacheLines.rounded(floats));
        // Some JVMs' largest array is a few elements shorter
        if (used > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("frames are too large for this network:"
                    + " its feature maps would have more than " + Integer.MAX_VALUE + " values");
        }
        users.add(user);
        return (int) start;
    }

    /**
     * Has something done before the array is made: {@link #reserve} memory whose size depends on what else there is.
     *
     * @param action what
     */
    public void beforeAllocation(Runnable action) {
        late.add(action);
    }

    /** Makes the array; once. */
    public void allocate() {
        late.forEach(Runnable::run);
        allocated = true;
        float[] data = new float[(int) used];
        users.forEach(user -> user.accept(data));
        users.clear();
        late.clear();
    }
}
