package io.deltaframe.tornado.program;

import io.deltaframe.tornado.device.GraphLaunch;
import io.deltaframe.tornado.device.GraphShapes;
import io.deltaframe.tornado.kernels.KernelSteps;
import io.deltaframe.tornado.kernels.MapLayout;
import io.deltaframe.tornado.weights.NetworkWeights;
import java.util.List;

/** The second half of a network for one size of features and a number of clips. */
public final class ClassifyProgram {

    private final DeviceProgram program;
    private final GraphLaunch input;

    /**
     * Builds the program.
     *
     * @param network  weights
     * @param graphs   where it finds its graphs
     * @param base     position of its first map
     * @param height   rows of an encoded segment
     * @param width    columns of an encoded segment
     * @param capacity clips its maps have room for
     * @param clips    clips it classifies
     * @param tapped   whether somebody wants to see intermediate results
     */
    ClassifyProgram(NetworkWeights network, GraphShapes graphs, int base, int height, int width, int capacity,
            int clips, boolean tapped) {
        int segments = network.architecture().segments();
        program = new DeviceProgram(graphs, base, capacity * segments, clips * segments, tapped);
        MapLayout encoded = program.map(height, width, network.rgbStem().outChannels() * 4, 0);
        program.add(KernelSteps.gather(new int[clips * segments], encoded));
        input = program.cut();

        StageBuilder stage = new StageBuilder(program, segments);
        MapLayout map = stage.append(network.stages().get(1), encoded);
        program.tap("layer2_bak", map);
        map = stage.append(network.stages().get(2), map);
        program.tap("layer3_bak", map);
        map = stage.append(network.stages().get(3), map);
        program.tap("layer4_bak", map);

        MapLayout features = program.map(1, 1, map.channels(), 0);
        program.add(KernelSteps.globalAveragePool(map, features, program.images()));
        program.tap("avgpool", features);
        MapLayout consensus = program.map(1, 1, map.channels(), 0);
        program.add(KernelSteps.consensus(features, consensus, clips, segments));
        MapLayout logits = program.map(1, 1, network.head().outChannels(), 0);
        program.add(KernelSteps.convolution(network.head(), consensus, logits, clips, false, false));
        program.add(KernelSteps.logits(logits, clips));
        program.cut();
    }

    /** {@return what runs} */
    public List<DeviceProgram.Entry> entries() {
        return program.entries();
    }

    /**
     * Chooses what the next run reads.
     *
     * @param positions one a segment, a clip's in order of time
     */
    public void from(int[] positions) {
        input.endOfList(positions);
    }

    /** {@return position behind the last map} */
    int end() {
        return program.end();
    }
}
