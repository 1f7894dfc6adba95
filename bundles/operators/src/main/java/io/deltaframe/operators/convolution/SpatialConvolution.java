package io.deltaframe.operators.convolution;

/**
 * The 3x3 convolution of a bottleneck: computed as it is written, or by Winograd's algorithm where that is less work.
 */
public sealed interface SpatialConvolution permits PackedConvolution, WinogradConvolution {

    /** {@return channels that come out} */
    int outChannels();

    /** {@return step in both directions; padding is 1} */
    int stride();
}
