package io.deltaframe.operators.tile;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;

import io.deltaframe.operators.layout.Lanes;
import io.deltaframe.operators.layout.Workspace;
import jdk.incubator.vector.FloatVector;

/**
 * A buffer of each thread for the inputs of some pixels of a convolution (im2col), at a constant distance from each
 * other. Tiles read them from here: constants instead of addresses make them 18 to 33 % faster, and copying takes less
 * than that. Where pixels lie at a constant distance by themselves, large networks do without ({@link Tiles}). For one
 * caller at a time.
 */
public final class Im2colBuffer {

    /**
     * Pixels gathered at once: a multiple of every tile's. Reading the weights takes longer than using them with fewer.
     */
    public static final int PIXELS = 96;

    /**
     * Inputs of a pixel gathered at once, at most; longer runs go in parts. Processors with 16 registers mostly have
     * second-level caches of 256 to 512 KB, which must hold all pixels.
     */
    public static final int DEPTH = Lanes.WIDE_REGISTER_FILE ? 2048 : 512;

    /**
     * Floats from a pixel to the next: room for what is copied past the end, which is less than two vectors, and no
     * power of two, whose pixels would meet in the same lines of the cache.
     */
    public static final int STRIDE = DEPTH + 48;

    private final ThreadBuffer[] buffers;

    /**
     * Makes the buffers.
     *
     * @param workspace where its array comes from
     * @param slots     threads that may work at the same time
     */
    public Im2colBuffer(Workspace workspace, int slots) {
        buffers = new ThreadBuffer[slots];
        for (int slot = 0; slot < slots; slot++) {
            buffers[slot] = new ThreadBuffer(workspace);
        }
    }

    /**
     * {@return a thread's own place}
     *
     * @param slot number of the running thread
     */
    public ThreadBuffer of(int slot) {
        return buffers[slot];
    }

    /** Where one thread gathers. */
    public static final class ThreadBuffer {

        /** Place of the first pixel. */
        public final int first;
        public float[] data;

        private ThreadBuffer(Workspace workspace) {
            first = workspace.reserve((long) PIXELS * STRIDE, array -> data = array);
        }

        /**
         * Puts a 1 behind the inputs of some pixels.
         *
         * @param pixels how many
         * @param at     floats of each pixel that are there already
         */
        public void putOne(int pixels, int at) {
            float[] into = data;
            for (int p = 0; p < pixels; p++) {
                into[first + p * STRIDE + at] = 1;
            }
        }

        /**
         * Copies the inputs of some pixels, by pairs of vectors.
         *
         * @param in     the input
         * @param inBase positions of pixels
         * @param from   the first pixel in that table
         * @param pixels how many
         * @param offset added to positions
         * @param length floats of each, at most {@link #DEPTH} with what is there already
         * @param at     floats of each pixel that are there already
         */
        public void gather(float[] in, int[] inBase, int from, int pixels, int offset, int length, int at) {
            float[] into = data;
            int pairs = (length + 2 * L - 1) / (2 * L);
            int x = inBase[from] + offset;
            int to = first + at;
            int pixel = 0;
            int pair = 0;
            // One loop: a loop a pixel would take longer to start and end than to copy
            for (int i = 0; i < pixels * pairs; i++) {
                FloatVector one = FloatVector.fromArray(SPECIES, in, x);
                FloatVector two = FloatVector.fromArray(SPECIES, in, x + L);
                one.intoArray(into, to);
                two.intoArray(into, to + L);
                x += 2 * L;
                to += 2 * L;
                if (++pair == pairs && ++pixel < pixels) {
                    pair = 0;
                    x = inBase[from + pixel] + offset;
                    to = first + at + pixel * STRIDE;
                }
            }
        }
    }
}
