package io.deltaframe.tornado.program;

import io.deltaframe.tornado.device.GraphShapes;
import io.deltaframe.tornado.device.Launch;
import io.deltaframe.tornado.kernels.FeatureMap;
import io.deltaframe.tornado.kernels.Steps;
import io.deltaframe.tornado.weights.NetworkWeights;
import java.util.List;

/** The second half of a network for one size of features and a number of clips. */
public final class ClassifyProgram {

    private final Program program;
    private final Launch input;

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
    ClassifyProgram(NetworkWeights network, GraphShapes graphs, int base, int height, int width, int capacity, int clips, boolean tapped) {
        int segments = network.architecture().segments();
        program = new Program(graphs, base, capacity * segments, clips * segments, tapped);
        FeatureMap encoded = program.map(height, width, network.rgbStem().outChannels() * 4, 0);
        program.add(Steps.gather(new int[clips * segments], encoded));
        input = program.cut();

        Stage stage = new Stage(program, segments);
        FeatureMap map = stage.append(network.stages().get(1), encoded);
        program.tap("layer2_bak", map);
        map = stage.append(network.stages().get(2), map);
        program.tap("layer3_bak", map);
        map = stage.append(network.stages().get(3), map);
        program.tap("layer4_bak", map);

        FeatureMap features = program.map(1, 1, map.channels(), 0);
        program.add(Steps.pixelMean(map, features, program.images()));
        program.tap("avgpool", features);
        FeatureMap consensus = program.map(1, 1, map.channels(), 0);
        program.add(Steps.consensus(features, consensus, clips, segments));
        FeatureMap logits = program.map(1, 1, network.head().outChannels(), 0);
        program.add(Steps.convolution(network.head(), consensus, logits, clips, false, false));
        program.add(Steps.logits(logits, clips));
        program.cut();
    }

    /** {@return what runs} */
    public List<Program.Entry> entries() {
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
