package io.deltaframe.operators.convolution;

import static io.deltaframe.operators.layout.Lanes.L;

import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.layout.Lanes;
import io.deltaframe.operators.tile.RowTile;
import io.deltaframe.tdn.Convolution;
import java.util.Arrays;

/**
 * A 3x3 convolution of stride 1 whose inputs and outputs fill one vector at most: computed row by row, so that nothing
 * is gathered, and with the padding of the input's channels left out. Twice as fast as the tiles for many channels with
 * AVX-512. Immutable; shared by all threads.
 */
public final class RowConvolution implements ScaleConvolution {

    private static final float[] ZEROS = new float[RowTile.WIDE_PIXELS * L];

    /** Whether longer tiles are worth compiling. */
    private final boolean wide;
    private final int channels;
    private final float[] weights;
    private final int first;
    private final float[] bias;

    /**
     * Packs a convolution.
     *
     * @param shape   one that {@link #fits}
     * @param weights {@code out x in x 3 x 3} and a bias each
     * @param store   where the weights go
     */
    public RowConvolution(Convolution shape, Convolution.Weights weights, WeightStore store) {
        this.wide = store.isLarge() && Lanes.WIDE_REGISTER_FILE;
        this.channels = shape.inChannels();
        this.weights = store.data;
        this.first = store.reserve(floats(shape));
        int outChannels = shape.outChannels();
        float[] oihw = weights.weight();
        for (int o = 0; o < outChannels; o++) {
            for (int i = 0; i < channels; i++) {
                for (int tap = 0; tap < 9; tap++) {
                    this.weights[first + ((tap / 3 * channels + i) * 3 + tap % 3) * L + o] =
                            oihw[(o * channels + i) * 9 + tap];
                }
            }
        }
        this.bias = Arrays.copyOf(weights.bias(), L);
    }

    /**
     * {@return whether a convolution can be computed this way}
     *
     * @param shape its sizes
     */
    public static boolean fits(Convolution shape) {
        return shape.kernel() == 3 && shape.stride() == 1 && shape.padding() == 1 && shape.groups() == 1
                && shape.inChannels() <= L && shape.outChannels() <= L;
    }

    /**
     * {@return floats the packed weights take}
     *
     * @param shape one that {@link #fits}
     */
    public static long floats(Convolution shape) {
        return 9L * shape.inChannels() * L;
    }

    /**
     * Computes a row of an image.
     *
     * @param in    input with a border of 1
     * @param out   output
     * @param image number of the image
     * @param y     row
     * @param adds  whether the result is added to what the output holds
     */
    public void run(FeatureMap in, FeatureMap out, int image, int y, boolean adds) {
        float[] init = adds ? out.data : ZEROS;
        for (int x = 0; x < out.width; ) {
            int count = out.width - x;
            int to = out.index(image, y, x);
            int from = in.index(image, y - 1, x - 1);
            if (wide && count > RowTile.PIXELS) {
                RowTile.row14(in.data, from, in.rowStride(), channels, weights, first, bias, init, adds ? to : 0,
                        out.data, to, Math.min(RowTile.WIDE_PIXELS, count));
                x += RowTile.WIDE_PIXELS;
            } else {
                RowTile.row8(in.data, from, in.rowStride(), channels, weights, first, bias, init, adds ? to : 0,
                        out.data, to, Math.min(RowTile.PIXELS, count));
                x += RowTile.PIXELS;
            }
        }
    }
}
