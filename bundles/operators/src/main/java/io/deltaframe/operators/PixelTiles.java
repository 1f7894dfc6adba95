package io.deltaframe.operators;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tiles of {@link WideTiles} over pixels that lie at a constant distance from each other in the input itself, so that they need not
 * be gathered: 7 to 30 % faster, the more, the fewer output channels there are. The tiles want that distance as a constant, so there is a
 * copy of their class for each, made when it is first asked for. A network has as many as it has numbers of channels: ResNet-50 eight.
 */
interface PixelTiles {

    /** Copies by distance. */
    Map<Integer, PixelTiles> COPIES = new ConcurrentHashMap<>();

    /**
     * Computes {@code out = max(floor, bias + product)} for some pixels and four vectors of output channels, by {@link WideTiles#tile6x4}.
     *
     * @param in        the input
     * @param x         place of the first pixel
     * @param pixels    how many: a multiple of a tile's
     * @param run       inputs a pixel
     * @param w         weights as {@link PackedConvolution} packs them
     * @param wOffset   place of the first
     * @param bias      start values of a tile
     * @param biasBase  their positions
     * @param biasAt    added to these positions
     * @param out       the output
     * @param outBase   its positions
     * @param u         place of the first in that table
     * @param outOffset added to these positions
     * @param floor     least result
     */
    void run6x4(float[] in, int x, int pixels, int run, float[] w, int wOffset, float[] bias, int[] biasBase, int biasAt,
                float[] out, int[] outBase, int u, int outOffset, float floor);

    /** The same for two vectors of output channels, by {@link WideTiles#tile12x2}. */
    void run12x2(float[] in, int x, int pixels, int run, float[] w, int wOffset, float[] bias, int[] biasBase, int biasAt,
                 float[] out, int[] outBase, int u, int outOffset, float floor);

    /** The same for one vector of output channels, by {@link WideTiles#tile12x1}; the inputs must be even in number. */
    void run12x1(float[] in, int x, int pixels, int run, float[] w, int wOffset, float[] bias, int[] biasBase, int biasAt,
                 float[] out, int[] outBase, int u, int outOffset, float floor);

    /**
     * {@return tiles for pixels at a distance}
     *
     * @param distance floats from a pixel to the next
     */
    static PixelTiles of(int distance) {
        return COPIES.computeIfAbsent(distance, PixelTiles::copy);
    }

    private static PixelTiles copy(int distance) {
        try (InputStream code = PixelTiles.class.getResourceAsStream("WideTiles.class")) {
            MethodHandles.Lookup copy = MethodHandles.lookup().defineHiddenClassWithClassData(code.readAllBytes(), distance, true);
            return (PixelTiles) copy.lookupClass().getDeclaredConstructor().newInstance();
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("the tiles for a distance of " + distance + " cannot be made: " + e, e);
        }
    }
}
