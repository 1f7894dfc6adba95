package io.deltaframe.operators.tile;

import io.deltaframe.operators.layout.Lanes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which tile computes what, and copies of tiles for the distances at which pixels lie.
 *
 * <p>Tiles want the distance of pixels as a constant. Gathered pixels are {@link Im2colBuffer#STRIDE} apart. Where
 * pixels lie at a constant distance in the input itself, they need not be gathered, which is 7 to 30 % faster, the
 * more, the fewer output channels there are: for each such distance there is a copy of the tile's class, made when it
 * is first asked for. A network has as many as it has numbers of channels: ResNet-50 eight.
 */
public final class Tiles {

    /** Most {@linkplain Tile#inputsPerTurn inputs a turn} of any tile. */
    public static final int MOST_INPUTS_PER_TURN = 4;

    /** Most {@linkplain Tile#pixels pixels} of any tile. */
    public static final int MOST_PIXELS = 12;

    private static final Map<Copy, Tile> COPIES = new ConcurrentHashMap<>();

    private record Copy(Class<? extends Tile> tile, int distance) { }

    private Tiles() { }

    /**
     * {@return the tile for gathered pixels and the first of some output channels; those it leaves ask again}
     *
     * <p>With 32 vector registers 24 sums, or 12 of one vector. With 16 nine or eight: C2 loads all weights and inputs
     * of a turn before the first product, so sums, weights and inputs together must fit, and a tile of 6 x 2 spills. On
     * Zen 3 that reaches 40 of a peak of 98 GFLOP/s, 3 x 3 and 4 x 2 reach 85. While the core's other hardware thread
     * is busy instructions count: 3 x 3 has 2.2 a product and reaches 60, 4 x 2 has 2.4 and reaches 54, with one input
     * a turn 2.6 and 45. Of one vector, 12 pixels reach 75 although C2 keeps some sums in memory, 8 between 28 and 56.
     * The benchmarks' suite {@code tiles} shows it.
     *
     * @param vectors of output channels that are left
     * @param large   whether the network is worth compiling more
     */
    public static Tile gathered(int vectors, boolean large) {
        if (!Lanes.WIDE_REGISTER_FILE) {
            return vectors == 1 ? new Tile12x1() : vectors == 2 || vectors == 4 ? new Tile4x2() : new Tile3x3();
        }
        if (vectors % 2 == 0) {
            return vectors % 4 == 0 ? new Tile6x4() : new Tile12x2();
        }
        return large ? new Tile12x1By2() : new Tile8x1By4();
    }

    /**
     * {@return how many blocks a tile is for, before another takes what is left}
     *
     * @param tile    of {@link #gathered}
     * @param vectors of output channels that are left
     */
    public static int blocks(Tile tile, int vectors) {
        if (tile.vectors() == 3 && vectors % 3 == 1) {
            return vectors / 3 - 1;
        }
        return vectors / tile.vectors();
    }

    /**
     * {@return a copy of a tile for pixels where they lie}
     *
     * @param tile     the tile
     * @param distance floats from a pixel to the next
     */
    public static Tile at(Tile tile, int distance) {
        return COPIES.computeIfAbsent(new Copy(tile.getClass(), distance), Tiles::copy);
    }

    private static Tile copy(Copy copy) {
        try (InputStream code = Tiles.class.getResourceAsStream(copy.tile.getSimpleName() + ".class")) {
            MethodHandles.Lookup made =
                    MethodHandles.lookup().defineHiddenClassWithClassData(code.readAllBytes(), copy.distance, true);
            return (Tile) made.lookupClass().getDeclaredConstructor().newInstance();
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("the tile " + copy.tile.getSimpleName() + " for a distance of "
                    + copy.distance + " cannot be made: " + e, e);
        }
    }

    /**
     * {@return the distance for which a tile's class was made: that of a copy, else of gathered pixels}
     *
     * @param tile lookup of the tile's class
     */
    static int distance(MethodHandles.Lookup tile) {
        try {
            Integer distance = MethodHandles.classData(tile, ConstantDescs.DEFAULT_NAME, Integer.class);
            return distance == null ? Im2colBuffer.STRIDE : distance;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
