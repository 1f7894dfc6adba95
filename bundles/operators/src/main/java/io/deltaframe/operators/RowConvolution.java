package io.deltaframe.operators;

import static io.deltaframe.operators.Lanes.L;
import static io.deltaframe.operators.Lanes.SPECIES;

import io.deltaframe.tdn.Convolution;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * A 3x3 convolution of stride 1 whose inputs fill half a vector at most and whose outputs one: computed row by row, with the padding of
 * the input's channels left out. The tiles for many channels would compute three quarters of zeros (13 instead of 28 GFLOP/s for 8
 * channels with AVX-512). Where the inputs fill a vector, those are as fast. Immutable; shared by all threads.
 */
final class RowConvolution implements ScaleConvolution {

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
    RowConvolution(Convolution shape, Convolution.Weights weights, WeightStore store) {
        this.channels = shape.inChannels();
        this.weights = store.data;
        this.first = store.reserve(floats(shape));
        int outChannels = shape.outChannels();
        float[] oihw = weights.weight();
        for (int o = 0; o < outChannels; o++) {
            for (int i = 0; i < channels; i++) {
                for (int tap = 0; tap < 9; tap++) {
                    this.weights[first + ((tap / 3 * channels + i) * 3 + tap % 3) * L + o] = oihw[(o * channels + i) * 9 + tap];
                }
            }
        }
        this.bias = new float[RowTile.PIXELS * L];
        for (int p = 0; p < RowTile.PIXELS; p++) {
            System.arraycopy(weights.bias(), 0, bias, p * L, outChannels);
        }
    }

    /**
     * {@return whether a convolution can be computed this way}
     *
     * @param shape its sizes
     */
    static boolean fits(Convolution shape) {
        return shape.kernel() == 3 && shape.stride() == 1 && shape.padding() == 1 && shape.groups() == 1
                && shape.inChannels() <= L / 2 && shape.outChannels() <= L;
    }

    /**
     * {@return floats the packed weights take}
     *
     * @param shape one that {@link #fits}
     */
    static long floats(Convolution shape) {
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
    void run(FeatureMap in, FeatureMap out, int image, int y, boolean adds) {
        if (adds) {
            addBias(out.data, out.index(image, y, 0), out.width);
        }
        for (int x = 0; x < out.width; x += RowTile.PIXELS) {
            int to = out.index(image, y, x);
            RowTile.row8(in.data, in.index(image, y - 1, x - 1), in.rowStride(), channels, weights, first,
                    adds ? out.data : bias, adds ? to : 0, out.data, to, Math.min(RowTile.PIXELS, out.width - x));
        }
    }

    private void addBias(float[] out, int from, int pixels) {
        FloatVector b = FloatVector.fromArray(SPECIES, bias, 0);
        for (int i = from; i < from + pixels * L; i += L) {
            FloatVector.fromArray(SPECIES, out, i).add(b).intoArray(out, i);
        }
    }
}
