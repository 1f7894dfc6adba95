package io.deltaframe.operators;

import io.deltaframe.operators.PackedConvolution.Start;
import java.util.List;

/** Appends a stage of bottlenecks to a program. Bottlenecks after the first work in place on the first one's output. */
final class StageSteps {

    private final Program program;

    /**
     * Builds into a program.
     *
     * @param program the program
     */
    StageSteps(Program program) {
        this.program = program;
    }

    /**
     * Appends a stage.
     *
     * @param stage  its bottlenecks
     * @param in     its input
     * @return its output
     */
    FeatureMap append(List<PackedBottleneck> stage, FeatureMap in) {
        return append(stage, new float[][] {in.data}, in, in.images);
    }

    /**
     * Appends a stage whose input images lie in arrays of their own.
     *
     * @param stage   its bottlenecks
     * @param inputs  the arrays; entries may be replaced between runs
     * @param layout  layout of each array
     * @param images  images over all arrays
     * @return its output
     */
    FeatureMap append(List<PackedBottleneck> stage, float[][] inputs, FeatureMap layout, int images) {
        PackedBottleneck first = stage.getFirst();
        if (first.projection() == null) {
            throw new IllegalStateException(first.name() + " has no projection: the first bottleneck of a stage widens its input");
        }
        FeatureMap squeezed = squeeze(first, inputs, layout, images);
        FeatureMap spatial = Program.spatialOutputOf(first.spatial(), squeezed);
        spatial(first.spatial(), squeezed, spatial);
        FeatureMap out = Program.outputOf(first.projection(), layout, images, 0);
        program.add(convolution(first.projection(), inputs, layout, out, false));
        program.add(ConvolutionStep.of(first.expand(), spatial, out, Start.ADD_BIAS, true));

        if (stage.size() > 1) {
            rest(stage.subList(1, stage.size()), out, spatial);
        }
        return out;
    }

    /**
     * Appends bottlenecks that work in place.
     *
     * @param bottlenecks all of one size, without projection
     * @param out         input and output of each
     * @param spatial     room for the outputs of their spatial convolutions
     */
    void rest(List<PackedBottleneck> bottlenecks, FeatureMap out, FeatureMap spatial) {
        PackedBottleneck any = bottlenecks.getFirst();
        boolean longTerm = any.longTerm() != null;
        FeatureMap squeezed = Program.outputOf(any.squeeze(), out, out.images, longTerm ? 0 : 1);
        ExcitationMaps maps = longTerm ? new ExcitationMaps(any.longTerm(), squeezed) : null;
        for (PackedBottleneck bottleneck : bottlenecks) {
            program.add(ConvolutionStep.of(bottleneck.squeeze(), out, squeezed, Start.BIAS, true));
            FeatureMap mixed = longTerm ? longTerm(bottleneck, squeezed, maps) : squeezed;
            spatial(bottleneck.spatial(), mixed, spatial);
            program.add(ConvolutionStep.of(bottleneck.expand(), spatial, out, Start.ADD_BIAS, true));
        }
    }

    private void spatial(SpatialConvolution convolution, FeatureMap in, FeatureMap out) {
        switch (convolution) {
            case PackedConvolution direct -> program.add(ConvolutionStep.of(direct, in, out, Start.BIAS, true));
            case WinogradConvolution winograd -> WinogradSteps.append(program, winograd, in, out);
        }
    }

    private FeatureMap squeeze(PackedBottleneck bottleneck, float[][] inputs, FeatureMap layout, int images) {
        boolean longTerm = bottleneck.longTerm() != null;
        FeatureMap squeezed = Program.outputOf(bottleneck.squeeze(), layout, images, longTerm ? 0 : 1);
        program.add(convolution(bottleneck.squeeze(), inputs, layout, squeezed, true));
        return longTerm ? longTerm(bottleneck, squeezed, new ExcitationMaps(bottleneck.longTerm(), squeezed)) : squeezed;
    }

    private static Step convolution(PackedConvolution convolution, float[][] inputs, FeatureMap layout, FeatureMap out,
                                    boolean relu) {
        // Either one map of all images, or arrays that are filled in before each run.
        return inputs[0] == layout.data ? ConvolutionStep.of(convolution, layout, out, Start.BIAS, relu)
                : ConvolutionStep.gather(convolution, inputs, layout, out, Start.BIAS, relu);
    }

    /** Motion excitation in place, then the mixing of segments into a map with a border for the spatial convolution. */
    private FeatureMap longTerm(PackedBottleneck bottleneck, FeatureMap x, ExcitationMaps maps) {
        PackedBottleneck.LongTerm longTerm = bottleneck.longTerm();
        excite(longTerm, x, maps);
        program.tap(bottleneck.name() + ".mse", x);
        program.add(new SegmentMixingStep(longTerm.mixing(), x, maps.mixed));
        program.tap(bottleneck.name() + ".shift", maps.mixed);
        return maps.mixed;
    }

    /**
     * Appends motion excitation, in place.
     *
     * @param longTerm its weights
     * @param x        T images, changed
     * @param maps     room for what lies between
     */
    void excite(PackedBottleneck.LongTerm longTerm, FeatureMap x, ExcitationMaps maps) {
        program.add(ConvolutionStep.of(longTerm.squeeze(), x, maps.squeezed, Start.BIAS, false));
        program.add(new SegmentDifferenceStep(longTerm.depthwise(), maps.squeezed, maps.differences));
        program.add(new HalvingStep(maps.differences, maps.halved));
        program.add(ConvolutionStep.of(longTerm.half(), maps.halved, maps.halfScale, Start.BIAS, false));
        program.add(new UpsampleStep(maps.halfScale, maps.scales));
        program.add(ConvolutionStep.of(longTerm.fullAndSelf(), maps.differences, maps.scales, Start.ADD_BIAS, false));
        program.add(new ExcitationStep(longTerm.halfExpand(), maps.scales, x, program.slots()));
    }

    /** The maps motion excitation needs beside its input; bottlenecks of one size share them. */
    static final class ExcitationMaps {

        final FeatureMap squeezed;
        final FeatureMap differences;
        final FeatureMap halved;
        final FeatureMap halfScale;
        final FeatureMap scales;
        final FeatureMap mixed;

        ExcitationMaps(PackedBottleneck.LongTerm longTerm, FeatureMap x) {
            int channels = longTerm.squeeze().outChannels;
            int both = 2 * x.images;
            squeezed = new FeatureMap(x.images, x.height, x.width, channels, 1);
            differences = new FeatureMap(both, x.height, x.width, channels, 1);
            halved = new FeatureMap(both, x.height / 2, x.width / 2, channels, 1);
            halfScale = new FeatureMap(both, x.height / 2, x.width / 2, channels, 0);
            scales = new FeatureMap(both, x.height, x.width, channels, 0);
            mixed = new FeatureMap(x.images, x.height, x.width, x.channels, 1);
        }
    }
}
