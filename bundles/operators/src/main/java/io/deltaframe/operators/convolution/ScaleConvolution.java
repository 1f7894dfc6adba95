package io.deltaframe.operators.convolution;

import io.deltaframe.operators.layout.CacheLines;
import io.deltaframe.operators.layout.Lanes;
import io.deltaframe.tdn.Convolution;

/**
 * The 3x3 convolution of one of motion excitation's scales, which have few channels: row by row where they fill one
 * vector at most.
 */
public sealed interface ScaleConvolution permits PackedConvolution, RowConvolution {

    /**
     * {@return a convolution, packed}
     *
     * @param shape   sizes
     * @param weights {@code out x in x 3 x 3} and a bias each
     * @param store   where the weights go
     */
    static ScaleConvolution of(Convolution shape, Convolution.Weights weights, WeightStore store) {
        return RowConvolution.fits(shape) ? new RowConvolution(shape, weights, store)
                : new PackedConvolution(shape, weights, Lanes.padded(shape.inChannels()), store);
    }

    /**
     * {@return floats the packed weights take in a store}
     *
     * @param shape sizes
     */
    static long floats(Convolution shape) {
        return CacheLines.rounded(RowConvolution.fits(shape) ? RowConvolution.floats(shape)
                : PackedConvolution.floats(shape, Lanes.padded(shape.inChannels())));
    }
}
