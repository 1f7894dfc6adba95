package io.deltaframe.tornado.kernels;

/** The kernels, each a static method of this package. */
public enum Kernel {
    /** {@link InputKernels#tdnNormalize} */
    NORMALIZE,
    /** {@link InputKernels#tdnFrameDifference} */
    FRAME_DIFFERENCE,
    /** {@link ConvolutionKernel#tdnConvolution} */
    CONVOLUTION,
    /** {@link PoolingKernels#tdnMaxPool} */
    MAX_POOL,
    /** {@link PoolingKernels#tdnHalve} */
    HALVE,
    /** {@link PoolingKernels#tdnPixelMean} */
    PIXEL_MEAN,
    /** {@link FusionKernels#tdnFuse} */
    FUSE,
    /** {@link FusionKernels#tdnUpsample} */
    UPSAMPLE,
    /** {@link FusionKernels#tdnGather} */
    GATHER,
    /** {@link LongTermKernels#tdnSegmentDifference} */
    SEGMENT_DIFFERENCE,
    /** {@link LongTermKernels#tdnExcite} */
    EXCITE,
    /** {@link LongTermKernels#tdnMixSegments} */
    MIX_SEGMENTS,
    /** {@link HeadKernels#tdnConsensus} */
    CONSENSUS,
    /** {@link HeadKernels#tdnLogits} */
    LOGITS,
    /** {@link HeadKernels#tdnClear} */
    CLEAR
}
