package io.deltaframe.tornado.program;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tornado.device.GraphLaunch;
import io.deltaframe.tornado.device.GraphShapes;
import io.deltaframe.tornado.kernels.KernelSteps;
import io.deltaframe.tornado.kernels.MapLayout;
import io.deltaframe.tornado.weights.NetworkWeights;
import java.util.ArrayList;
import java.util.List;

/** The first half of a network for one size of frames and a number of segments: each is encoded blind to the others. */
public final class EncodeProgram {

    private final DeviceProgram program;
    private final List<GraphLaunch> inputs = new ArrayList<>();
    private final GraphLaunch output;

    /**
     * Builds the program.
     *
     * @param network  weights
     * @param graphs   where it finds its graphs
     * @param height   rows of a frame
     * @param width    columns of a frame
     * @param capacity segments its maps have room for
     * @param segments segments it encodes
     * @param tapped   whether somebody wants to see intermediate results
     */
    EncodeProgram(NetworkWeights network, GraphShapes graphs, int height, int width, int capacity, int segments,
            boolean tapped) {
        program = new DeviceProgram(graphs, 0, capacity, segments, tapped);
        MapLayout rgb = program.map(height, width, 3, network.rgbStem().padding());
        MapLayout differences = program.map(height / 2, width / 2, 12, network.differenceStem().padding());
        for (int s = 0; s < segments; s++) {
            program.add(KernelSteps.normalize(Architecture.FRAMES_PER_SEGMENT / 2, network.normalization(), rgb, s));
            program.add(KernelSteps.frameDifference(height, width, differences, s));
            inputs.add(program.cut());
        }
        program.entries().clear();

        MapLayout shortTerm = program.convolve(network.differenceStem(), differences, 1, true);
        program.tap("short_term.stem", shortTerm);
        MapLayout shortTermPool = pool(shortTerm);
        program.tap("short_term.pool", shortTermPool);
        MapLayout path = pool(program.convolve(network.rgbStem(), rgb, 1, true));
        program.tap("rgb.pool", path);
        program.add(KernelSteps.fuse(path, shortTermPool, network.fusion(), positions(path, segments)));
        program.cut();

        StageBuilder stage = new StageBuilder(program, network.architecture().segments());
        MapLayout branch = stage.append(network.shortTermStage(), shortTermPool);
        program.tap("short_term.layer1", branch);
        MapLayout stage1 = stage.append(network.stages().getFirst(), path);
        program.tap("layer1_bak", stage1);
        program.add(KernelSteps.fuse(stage1, branch, network.fusion(), new int[segments]));
        output = program.cut();
    }

    private MapLayout pool(MapLayout in) {
        MapLayout out = program.map((in.height() - 1) / 2 + 1, (in.width() - 1) / 2 + 1, in.channels(), 0);
        program.add(KernelSteps.maxPool(in, out, program.images()));
        return out;
    }

    private static int[] positions(MapLayout map, int images) {
        int[] positions = new int[images];
        for (int i = 0; i < images; i++) {
            positions[i] = map.origin() + i * map.image();
        }
        return positions;
    }

    /** {@return for each segment the launch that takes its bytes} */
    public List<GraphLaunch> inputs() {
        return inputs;
    }

    /** {@return what runs after the inputs} */
    public List<DeviceProgram.Entry> entries() {
        return program.entries();
    }

    /**
     * Chooses where the next run writes.
     *
     * @param positions one a segment
     */
    public void into(int[] positions) {
        output.endOfList(positions);
    }

    /** {@return position behind the last map} */
    int end() {
        return program.end();
    }
}
