package io.deltaframe.operators.network;

import io.deltaframe.operators.convolution.PackedConvolution;
import io.deltaframe.operators.convolution.RowConvolution;
import io.deltaframe.operators.convolution.ScaleConvolution;
import io.deltaframe.operators.convolution.SpatialConvolution;
import io.deltaframe.operators.convolution.WinogradConvolution;
import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.layout.Images;
import io.deltaframe.operators.layout.Workspace;
import io.deltaframe.operators.program.AveragePoolStep;
import io.deltaframe.operators.program.ConvolutionStep;
import io.deltaframe.operators.program.ExcitationStep;
import io.deltaframe.operators.program.Program;
import io.deltaframe.operators.program.RowConvolutionStep;
import io.deltaframe.operators.program.SegmentDifferenceStep;
import io.deltaframe.operators.program.TemporalConvolutionStep;
import io.deltaframe.operators.program.UpsampleStep;
import io.deltaframe.operators.program.WinogradSteps;
import java.util.List;

/** Appends a stage of bottlenecks to a program. Bottlenecks after the first work in place on the first one's output. */
final class StageSteps {

    private final Program program;
    private final Continuation continuation;

    /**
     * Builds into a program for whole clips.
     *
     * @param program the program
     */
    StageSteps(Program program) {
        this(program, Continuation.NONE);
    }

    /**
     * Builds into a program.
     *
     * @param program      the program
     * @param continuation what it takes from the run before and keeps for the next
     */
    StageSteps(Program program, Continuation continuation) {
        this.program = program;
        this.continuation = continuation;
    }

    /**
     * Appends a stage.
     *
     * @param stage  its bottlenecks
     * @param in     its input
     * @return its output
     */
    FeatureMap append(List<PackedBottleneck> stage, FeatureMap in) {
        PackedBottleneck first = withProjection(stage);
        FeatureMap squeezed =
                Program.outputOf(program.workspace(), first.squeeze(), in, in.images, first.longTerm() == null ? 1 : 0);
        program.add(ConvolutionStep.of(first.squeeze(), in, squeezed, true, program.im2col()));
        FeatureMap mixed = first.longTerm() == null ? squeezed
                : longTerm(first, Images.of(squeezed), squeezed,
                        new ExcitationMaps(program, first.longTerm(), squeezed));
        FeatureMap spatial = Program.spatialOutputOf(program.workspace(), first.spatial(), mixed);
        spatial(first.spatial(), mixed, spatial);
        FeatureMap out = Program.outputOf(program.workspace(), first.projection(), in, in.images, 0);
        program.add(ConvolutionStep.of(first.projection(), in, out, false, program.im2col()));
        program.add(ConvolutionStep.adding(first.expand(), spatial, out, true, program.im2col()));
        rest(stage.subList(1, stage.size()), out, spatial);
        return out;
    }

    /**
     * Appends a stage whose first squeeze and projection have been done already, segment by segment.
     *
     * @param stage     its bottlenecks, with a long-term part
     * @param squeezed  what the first squeeze gave
     * @param projected what the projection gave
     * @return its output
     */
    FeatureMap append(List<PackedBottleneck> stage, Images squeezed, Images projected) {
        PackedBottleneck first = withProjection(stage);
        FeatureMap excited = mapLike(squeezed);
        FeatureMap mixed = longTerm(first, squeezed, excited, new ExcitationMaps(program, first.longTerm(), excited));
        FeatureMap spatial = Program.spatialOutputOf(program.workspace(), first.spatial(), mixed);
        spatial(first.spatial(), mixed, spatial);
        FeatureMap out = mapLike(projected);
        program.add(ConvolutionStep.withResidual(first.expand(), spatial, projected, out, true, program.im2col()));
        rest(stage.subList(1, stage.size()), out, spatial);
        return out;
    }

    private FeatureMap mapLike(Images images) {
        FeatureMap layout = images.layout;
        return new FeatureMap(program.workspace(), images.count(), layout.height, layout.width, layout.channels, 0);
    }

    private static PackedBottleneck withProjection(List<PackedBottleneck> stage) {
        PackedBottleneck first = stage.getFirst();
        if (first.projection() == null) {
            throw new IllegalStateException(first.name()
                    + " has no projection: the first bottleneck of a stage widens its input");
        }
        return first;
    }

    /**
     * Appends bottlenecks that work in place.
     *
     * @param bottlenecks all of one size, without projection
     * @param out         input and output of each
     * @param spatial     where the outputs go of their spatial convolutions
     */
    void rest(List<PackedBottleneck> bottlenecks, FeatureMap out, FeatureMap spatial) {
        if (bottlenecks.isEmpty()) {
            return;
        }
        PackedBottleneck any = bottlenecks.getFirst();
        boolean longTerm = any.longTerm() != null;
        FeatureMap squeezed = Program.outputOf(program.workspace(), any.squeeze(), out, out.images, longTerm ? 0 : 1);
        ExcitationMaps maps = longTerm ? new ExcitationMaps(program, any.longTerm(), squeezed) : null;
        for (PackedBottleneck bottleneck : bottlenecks) {
            program.add(ConvolutionStep.of(bottleneck.squeeze(), out, squeezed, true, program.im2col()));
            FeatureMap mixed = longTerm ? longTerm(bottleneck, Images.of(squeezed), squeezed, maps) : squeezed;
            spatial(bottleneck.spatial(), mixed, spatial);
            program.add(ConvolutionStep.adding(bottleneck.expand(), spatial, out, true, program.im2col()));
        }
    }

    private void spatial(SpatialConvolution convolution, FeatureMap in, FeatureMap out) {
        switch (convolution) {
            case PackedConvolution direct -> program.add(ConvolutionStep.of(direct, in, out, true, program.im2col()));
            case WinogradConvolution winograd -> WinogradSteps.append(program, winograd, in, out);
        }
    }

    private void scale(ScaleConvolution convolution, FeatureMap in, FeatureMap out, boolean adds) {
        switch (convolution) {
            case PackedConvolution direct when adds ->
                    program.add(ConvolutionStep.adding(direct, in, out, false, program.im2col()));
            case PackedConvolution direct -> program.add(ConvolutionStep.of(direct, in, out, false, program.im2col()));
            case RowConvolution rows -> program.add(new RowConvolutionStep(rows, in, out, adds));
        }
    }

    /** Motion excitation, then the temporal convolution into a map with a border for the spatial convolution. */
    private FeatureMap longTerm(PackedBottleneck bottleneck, Images x, FeatureMap excited, ExcitationMaps maps) {
        PackedBottleneck.LongTerm longTerm = bottleneck.longTerm();
        LeftNeighbour left = continuation.neighbour(maps.squeezed, excited);
        excite(longTerm, left == null ? null : left.squeezed(), x, excited, maps);
        program.tap(bottleneck.name() + ".mse", excited);
        program.add(new TemporalConvolutionStep(longTerm.mixing(), left == null ? null : left.excited(), excited,
                maps.mixed));
        program.tap(bottleneck.name() + ".shift", maps.mixed);
        continuation.keep(program, maps.squeezed, excited);
        return maps.mixed;
    }

    /**
     * Appends motion excitation.
     *
     * @param longTerm its weights
     * @param left     what the squeeze made of the image before the first, or null where there is none
     * @param x        T images
     * @param excited  where they go; may be x itself
     * @param maps     where what lies between
     */
    void excite(PackedBottleneck.LongTerm longTerm, FeatureMap left, Images x, FeatureMap excited,
            ExcitationMaps maps) {
        program.add(ConvolutionStep.fromImages(longTerm.squeeze(), x, maps.squeezed, false, program.im2col()));
        program.add(new SegmentDifferenceStep(longTerm.depthwise(), left, maps.squeezed, maps.differences));
        program.add(new AveragePoolStep(maps.differences, maps.halved));
        scale(longTerm.half(), maps.halved, maps.halfScale, false);
        program.add(new UpsampleStep(maps.halfScale, maps.scales));
        scale(longTerm.fullAndSelf(), maps.differences, maps.scales, true);
        program.add(new ExcitationStep(longTerm.halfExpand(), maps.scales, x, excited, maps.scratch, program.im2col()));
    }

    /** The maps motion excitation needs beside its input; bottlenecks of one size share them. */
    static final class ExcitationMaps {

        final FeatureMap squeezed;
        final FeatureMap differences;
        final FeatureMap halved;
        final FeatureMap halfScale;
        final FeatureMap scales;
        final FeatureMap mixed;
        final FeatureMap scratch;

        ExcitationMaps(Program program, PackedBottleneck.LongTerm longTerm, FeatureMap x) {
            Workspace workspace = program.workspace();
            int channels = longTerm.squeeze().outChannels;
            int both = 2 * x.images;
            squeezed = new FeatureMap(workspace, x.images, x.height, x.width, channels, 1);
            differences = new FeatureMap(workspace, both, x.height, x.width, channels, 1);
            halved = new FeatureMap(workspace, both, x.height / 2, x.width / 2, channels, 1);
            halfScale = new FeatureMap(workspace, both, x.height / 2, x.width / 2, channels, 0);
            scales = new FeatureMap(workspace, both, x.height, x.width, channels, 0);
            mixed = new FeatureMap(workspace, x.images, x.height, x.width, x.channels, 1);
            scratch = ExcitationStep.scratch(workspace, program.slots(), x.channels);
        }
    }
}
