package io.deltaframe.operators.program;

import io.deltaframe.operators.convolution.RowConvolution;
import io.deltaframe.operators.layout.FeatureMap;

/** A convolution row by row over feature maps. */
public final class RowConvolutionStep implements Step {

    /** Pixels a task should have at least: with fewer, handing out tasks takes a noticeable part of the time. */
    private static final int PIXELS = 96;

    private final RowConvolution convolution;
    private final FeatureMap in;
    private final FeatureMap out;
    private final boolean adds;
    private final int rows;
    private final int groups;

    /**
     * Binds the step.
     *
     * @param convolution the convolution
     * @param in          input with a border of 1
     * @param out         output
     * @param adds        whether the result is added to what the output holds
     */
    public RowConvolutionStep(RowConvolution convolution, FeatureMap in, FeatureMap out, boolean adds) {
        this.convolution = convolution;
        this.in = in;
        this.out = out;
        this.adds = adds;
        this.rows = Math.min(out.height, Math.ceilDiv(PIXELS, out.width));
        this.groups = Math.ceilDiv(out.height, rows);
    }

    @Override
    public int tasks() {
        return out.images * groups;
    }

    @Override
    public void run(int task, int slot) {
        int from = task % groups * rows;
        int to = Math.min(from + rows, out.height);
        for (int y = from; y < to; y++) {
            convolution.run(in, out, task / groups, y, adds);
        }
    }
}
