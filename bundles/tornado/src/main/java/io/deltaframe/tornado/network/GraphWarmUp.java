package io.deltaframe.tornado.network;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tornado.program.SizedPrograms;

/**
 * Runs every graph of a network once, so that TornadoVM and the device's driver compile them before somebody waits for
 * a result.
 */
final class GraphWarmUp {

    /** Side of the frames: the smallest that every network can take. */
    private static final int SIZE = 64;

    private GraphWarmUp() { }

    /**
     * Warms a network.
     *
     * @param network the network
     * @throws EngineException if TornadoVM fails
     */
    static void run(TornadoNetwork network) throws EngineException {
        Architecture architecture = network.architecture();
        SegmentFeatures[] features = new SegmentFeatures[architecture.segments()];
        for (int s = 0; s < features.length; s++) {
            features[s] = network.newFeatures(SIZE, SIZE);
        }
        network.encode(new byte[features.length * SizedPrograms.segmentBytes(SIZE, SIZE)], features);
        network.classify(features, new float[1][architecture.classes()]);
        for (SegmentFeatures feature : features) {
            feature.close();
        }
    }
}
