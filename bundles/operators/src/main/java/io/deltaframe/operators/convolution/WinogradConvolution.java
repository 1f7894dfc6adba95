package io.deltaframe.operators.convolution;

import io.deltaframe.operators.layout.CacheLines;
import io.deltaframe.operators.layout.Lanes;
import io.deltaframe.tdn.Convolution;
import java.util.Arrays;

/**
 * A 3x3 convolution of stride 1 by Winograd's minimal filtering F(4x4, 3x3): 4x4 outputs from 6x6 inputs with 36
 * products instead of 144 (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016, with the points
 * 0, 1, -1, 2, -2 and infinity). Inputs and weights are transformed, multiplied point by point, which is a matrix
 * product over channels for each of the 36 points, and transformed back. In single precision results differ from the
 * direct sum by some 1e-6 of their magnitude.
 *
 * <p>Immutable; shared by all threads.
 */
public final class WinogradConvolution implements SpatialConvolution {

    /** Side of a tile of outputs. */
    static final int OUT = 4;
    /** Side of the tile of inputs it needs. */
    static final int IN = 6;
    /** Products a tile. */
    public static final int POINTS = IN * IN;

    /** G: what a row of three weights becomes. */
    private static final double[][] WEIGHTS = {
        {1 / 4.0, 0, 0},
        {-1 / 6.0, -1 / 6.0, -1 / 6.0},
        {-1 / 6.0, 1 / 6.0, -1 / 6.0},
        {1 / 24.0, 1 / 12.0, 1 / 6.0},
        {1 / 24.0, -1 / 12.0, 1 / 6.0},
        {0, 0, 1}};

    public final PackedConvolution[] points = new PackedConvolution[POINTS];
    /** Padded to whole vectors. */
    public final float[] bias;

    /**
     * Transforms and packs the weights.
     *
     * @param shape   sizes; 3x3, stride 1, padding 1, groups 1
     * @param weights {@code out x in x 3 x 3} and a bias each
     * @param store   where the weights go
     */
    public WinogradConvolution(Convolution shape, Convolution.Weights weights, WeightStore store) {
        if (!fits(shape)) {
            throw new IllegalArgumentException(shape.name() + " is not a 3x3 convolution of stride 1 and padding 1");
        }
        bias = Arrays.copyOf(weights.bias(), Lanes.padded(shape.outChannels()));
        Convolution pointwise = pointwise(shape);
        float[] noBias = new float[shape.outChannels()];
        for (int point = 0; point < POINTS; point++) {
            float[] transformed = transformed(weights.weight(), WEIGHTS[point / IN], WEIGHTS[point % IN]);
            points[point] = new PackedConvolution(pointwise, new Convolution.Weights(transformed, noBias),
                    Lanes.padded(shape.inChannels()), store);
        }
    }

    /**
     * {@return whether a convolution can be computed this way}
     *
     * @param shape the convolution
     */
    public static boolean fits(Convolution shape) {
        return shape.kernel() == 3 && shape.stride() == 1 && shape.padding() == 1 && shape.groups() == 1;
    }

    /**
     * {@return floats the packed weights take}
     *
     * @param shape the convolution
     */
    public static long floats(Convolution shape) {
        int inStride = Lanes.padded(shape.inChannels());
        return POINTS * CacheLines.rounded(PackedConvolution.floats(pointwise(shape), inStride));
    }

    private static Convolution pointwise(Convolution shape) {
        return new Convolution(shape.name(), shape.inChannels(), shape.outChannels(), 1, 1, 0, 1, shape.weights());
    }

    /** {@return a point's weights for all pairs of channels: {@code row * g * column}} */
    private static float[] transformed(float[] weights, double[] row, double[] column) {
        float[] result = new float[weights.length / 9];
        for (int i = 0; i < result.length; i++) {
            double sum = 0;
            for (int y = 0; y < 3; y++) {
                int at = 9 * i + 3 * y;
                sum += row[y] * (column[0] * weights[at] + column[1] * weights[at + 1] + column[2] * weights[at + 2]);
            }
            result[i] = (float) sum;
        }
        return result;
    }

    @Override
    public int outChannels() {
        return points[0].outChannels;
    }

    @Override
    public int stride() {
        return 1;
    }
}
