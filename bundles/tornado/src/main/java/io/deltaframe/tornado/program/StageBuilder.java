package io.deltaframe.tornado.program;

import io.deltaframe.tornado.kernels.KernelSteps;
import io.deltaframe.tornado.kernels.MapLayout;
import io.deltaframe.tornado.weights.BottleneckWeights;
import java.util.List;

/**
 * Appends a stage of bottlenecks to a program, a launch each. Bottlenecks after the first work in place on the first
 * one's output.
 */
final class StageBuilder {

    private final DeviceProgram program;
    private final int segments;

    /**
     * Builds into a program.
     *
     * @param program  the program
     * @param segments segments a clip
     */
    StageBuilder(DeviceProgram program, int segments) {
        this.program = program;
        this.segments = segments;
    }

    /**
     * Appends a stage.
     *
     * @param stage its bottlenecks
     * @param in    its input
     * @return its output
     */
    MapLayout append(List<BottleneckWeights> stage, MapLayout in) {
        BottleneckWeights first = stage.getFirst();
        if (first.projection() == null) {
            throw new IllegalStateException(first.name()
                    + " has no projection: the first bottleneck of a stage widens its input");
        }
        boolean longTerm = first.longTerm() != null;
        MapLayout squeezed = program.convolve(first.squeeze(), in, longTerm ? 0 : 1, true);
        MapLayout mixed = longTerm ? longTerm(first, squeezed, new ExcitationMaps(first.longTerm(), squeezed))
                : squeezed;
        MapLayout spatial = program.convolve(first.spatial(), mixed, 0, true);
        MapLayout out = program.convolve(first.projection(), in, 0, false);
        program.add(KernelSteps.convolution(first.expand(), spatial, out, program.images(), true, true));
        program.cut();
        if (stage.size() > 1) {
            rest(stage.subList(1, stage.size()), out, spatial);
        }
        return out;
    }

    private void rest(List<BottleneckWeights> bottlenecks, MapLayout out, MapLayout spatial) {
        BottleneckWeights any = bottlenecks.getFirst();
        boolean longTerm = any.longTerm() != null;
        MapLayout squeezed = program.outputOf(any.squeeze(), out, longTerm ? 0 : 1);
        ExcitationMaps maps = longTerm ? new ExcitationMaps(any.longTerm(), squeezed) : null;
        for (BottleneckWeights bottleneck : bottlenecks) {
            program.add(KernelSteps.convolution(bottleneck.squeeze(), out, squeezed, program.images(), false, true));
            MapLayout mixed = longTerm ? longTerm(bottleneck, squeezed, maps) : squeezed;
            program.add(KernelSteps.convolution(bottleneck.spatial(), mixed, spatial, program.images(), false, true));
            program.add(KernelSteps.convolution(bottleneck.expand(), spatial, out, program.images(), true, true));
            program.cut();
        }
    }

    /** Motion excitation in place, then the mixing of segments into a map with a border for the spatial convolution. */
    private MapLayout longTerm(BottleneckWeights bottleneck, MapLayout x, ExcitationMaps maps) {
        BottleneckWeights.LongTerm weights = bottleneck.longTerm();
        int images = program.images();
        int both = 2 * images;
        program.add(KernelSteps.convolution(weights.squeeze(), x, maps.squeezed, images, false, false));
        program.add(KernelSteps.segmentDifference(maps.squeezed, maps.differences, images, segments,
                weights.depthwise()));
        program.add(KernelSteps.averagePool(maps.differences, maps.halved, both));
        program.add(KernelSteps.convolution(weights.half(), maps.halved, maps.halfScale, both, false, false));
        program.add(KernelSteps.upsample(maps.halfScale, maps.scales, both));
        program.add(KernelSteps.convolution(weights.fullAndSelf(), maps.differences, maps.scales, both, true, false));
        program.add(KernelSteps.convolution(weights.halfExpand(), maps.scales, maps.expanded, both, false, false));
        program.add(KernelSteps.excite(x, maps.expanded, images));
        program.tap(bottleneck.name() + ".mse", x);
        program.add(KernelSteps.temporalConvolution(x, maps.mixed, images, segments, weights.mixing()));
        program.tap(bottleneck.name() + ".shift", maps.mixed);
        return maps.mixed;
    }

    /** The maps the long-term part needs beside its input; bottlenecks of one size share them. */
    private final class ExcitationMaps {

        private final MapLayout squeezed;
        private final MapLayout differences;
        private final MapLayout halved;
        private final MapLayout halfScale;
        private final MapLayout scales;
        private final MapLayout expanded;
        private final MapLayout mixed;

        ExcitationMaps(BottleneckWeights.LongTerm weights, MapLayout x) {
            int channels = weights.squeeze().outChannels();
            squeezed = program.map(x.height(), x.width(), channels, 1);
            differences = program.map(2, x.height(), x.width(), channels, 1);
            halved = program.map(2, x.height() / 2, x.width() / 2, channels, 1);
            halfScale = program.map(2, x.height() / 2, x.width() / 2, channels, 0);
            scales = program.map(2, x.height(), x.width(), channels, 0);
            expanded = program.map(2, x.height(), x.width(), x.channels(), 0);
            mixed = program.map(x.height(), x.width(), x.channels(), 1);
        }
    }
}
