package io.deltaframe.tornado.program;

import io.deltaframe.tornado.kernels.FeatureMap;
import io.deltaframe.tornado.kernels.Steps;
import io.deltaframe.tornado.weights.BottleneckWeights;
import java.util.List;

/** Appends a stage of bottlenecks to a program, a launch each. Bottlenecks after the first work in place on the first one's output. */
final class Stage {

    private final Program program;
    private final int segments;

    /**
     * Builds into a program.
     *
     * @param program  the program
     * @param segments segments a clip
     */
    Stage(Program program, int segments) {
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
    FeatureMap append(List<BottleneckWeights> stage, FeatureMap in) {
        BottleneckWeights first = stage.getFirst();
        if (first.projection() == null) {
            throw new IllegalStateException(first.name() + " has no projection: the first bottleneck of a stage widens its input");
        }
        boolean longTerm = first.longTerm() != null;
        FeatureMap squeezed = program.convolve(first.squeeze(), in, longTerm ? 0 : 1, true);
        FeatureMap mixed = longTerm ? longTerm(first, squeezed, new ExcitationMaps(first.longTerm(), squeezed)) : squeezed;
        FeatureMap spatial = program.convolve(first.spatial(), mixed, 0, true);
        FeatureMap out = program.convolve(first.projection(), in, 0, false);
        program.add(Steps.convolution(first.expand(), spatial, out, program.images(), true, true));
        program.cut();
        if (stage.size() > 1) {
            rest(stage.subList(1, stage.size()), out, spatial);
        }
        return out;
    }

    private void rest(List<BottleneckWeights> bottlenecks, FeatureMap out, FeatureMap spatial) {
        BottleneckWeights any = bottlenecks.getFirst();
        boolean longTerm = any.longTerm() != null;
        FeatureMap squeezed = program.outputOf(any.squeeze(), out, longTerm ? 0 : 1);
        ExcitationMaps maps = longTerm ? new ExcitationMaps(any.longTerm(), squeezed) : null;
        for (BottleneckWeights bottleneck : bottlenecks) {
            program.add(Steps.convolution(bottleneck.squeeze(), out, squeezed, program.images(), false, true));
            FeatureMap mixed = longTerm ? longTerm(bottleneck, squeezed, maps) : squeezed;
            program.add(Steps.convolution(bottleneck.spatial(), mixed, spatial, program.images(), false, true));
            program.add(Steps.convolution(bottleneck.expand(), spatial, out, program.images(), true, true));
            program.cut();
        }
    }

    /** Motion excitation in place, then the mixing of segments into a map with a border for the spatial convolution. */
    private FeatureMap longTerm(BottleneckWeights bottleneck, FeatureMap x, ExcitationMaps maps) {
        BottleneckWeights.LongTerm weights = bottleneck.longTerm();
        int images = program.images();
        int both = 2 * images;
        program.add(Steps.convolution(weights.squeeze(), x, maps.squeezed, images, false, false));
        program.add(Steps.segmentDifference(maps.squeezed, maps.differences, images, segments, weights.depthwise()));
        program.add(Steps.halve(maps.differences, maps.halved, both));
        program.add(Steps.convolution(weights.half(), maps.halved, maps.halfScale, both, false, false));
        program.add(Steps.upsample(maps.halfScale, maps.scales, both));
        program.add(Steps.convolution(weights.fullAndSelf(), maps.differences, maps.scales, both, true, false));
        program.add(Steps.convolution(weights.halfExpand(), maps.scales, maps.expanded, both, false, false));
        program.add(Steps.excite(x, maps.expanded, images));
        program.tap(bottleneck.name() + ".mse", x);
        program.add(Steps.mixSegments(x, maps.mixed, images, segments, weights.mixing()));
        program.tap(bottleneck.name() + ".shift", maps.mixed);
        return maps.mixed;
    }

    /** The maps the long-term part needs beside its input; bottlenecks of one size share them. */
    private final class ExcitationMaps {

        private final FeatureMap squeezed;
        private final FeatureMap differences;
        private final FeatureMap halved;
        private final FeatureMap halfScale;
        private final FeatureMap scales;
        private final FeatureMap expanded;
        private final FeatureMap mixed;

        ExcitationMaps(BottleneckWeights.LongTerm weights, FeatureMap x) {
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
