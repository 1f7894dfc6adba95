package io.deltaframe.tornado.program;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tornado.device.GraphShapes;
import io.deltaframe.tornado.device.Launch;
import io.deltaframe.tornado.kernels.FeatureMap;
import io.deltaframe.tornado.kernels.Steps;
import io.deltaframe.tornado.weights.NetworkWeights;
import java.util.ArrayList;
import java.util.List;

/** The first half of a network for one size of frames and a number of segments: each is encoded blind to the others. */
public final class EncodeProgram {

    private final Program program;
    private final List<Launch> inputs = new ArrayList<>();
    private final Launch output;

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
    EncodeProgram(NetworkWeights network, GraphShapes graphs, int height, int width, int capacity, int segments, boolean tapped) {
        program = new Program(graphs, 0, capacity, segments, tapped);
        FeatureMap rgb = program.map(height, width, 3, network.rgbStem().padding());
        FeatureMap differences = program.map(height / 2, width / 2, 12, network.differenceStem().padding());
        for (int s = 0; s < segments; s++) {
            program.add(Steps.normalize(Architecture.FRAMES_PER_SEGMENT / 2, network.normalization(), rgb, s));
            program.add(Steps.frameDifference(height, width, differences, s));
            inputs.add(program.cut());
        }
        program.entries().clear();

        FeatureMap shortTerm = program.convolve(network.differenceStem(), differences, 1, true);
        program.tap("short_term.stem", shortTerm);
        FeatureMap shortTermPool = pool(shortTerm);
        program.tap("short_term.pool", shortTermPool);
        FeatureMap path = pool(program.convolve(network.rgbStem(), rgb, 1, true));
        program.tap("rgb.pool", path);
        program.add(Steps.fuse(path, shortTermPool, network.fusion(), positions(path, segments)));
        program.cut();

        Stage stage = new Stage(program, network.architecture().segments());
        FeatureMap branch = stage.append(network.shortTermStage(), shortTermPool);
        program.tap("short_term.layer1", branch);
        FeatureMap stage1 = stage.append(network.stages().getFirst(), path);
        program.tap("layer1_bak", stage1);
        program.add(Steps.fuse(stage1, branch, network.fusion(), new int[segments]));
        output = program.cut();
    }

    private FeatureMap pool(FeatureMap in) {
        FeatureMap out = program.map((in.height() - 1) / 2 + 1, (in.width() - 1) / 2 + 1, in.channels(), 0);
        program.add(Steps.maxPool(in, out, program.images()));
        return out;
    }

    private static int[] positions(FeatureMap map, int images) {
        int[] positions = new int[images];
        for (int i = 0; i < images; i++) {
            positions[i] = map.origin() + i * map.image();
        }
        return positions;
    }

    /** {@return for each segment the launch that takes its bytes} */
    public List<Launch> inputs() {
        return inputs;
    }

    /** {@return what runs after the inputs} */
    public List<Program.Entry> entries() {
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
