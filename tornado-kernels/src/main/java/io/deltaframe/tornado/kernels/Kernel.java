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
    /** {@link PoolingKernels#tdnAveragePool} */
    AVERAGE_POOL,
    /** {@link PoolingKernels#tdnGlobalAveragePool} */
    GLOBAL_AVERAGE_POOL,
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
    /** {@link LongTermKernels#tdnTemporalConvolution} */
    TEMPORAL_CONVOLUTION,
    /** {@link HeadKernels#tdnConsensus} */
    CONSENSUS,
    /** {@link HeadKernels#tdnLogits} */
    LOGITS,
    /** {@link HeadKernels#tdnClear} */
    CLEAR
}
