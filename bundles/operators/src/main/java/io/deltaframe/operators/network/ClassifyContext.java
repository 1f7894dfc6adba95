package io.deltaframe.operators.network;

import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.layout.Images;
import io.deltaframe.operators.program.Head;
import io.deltaframe.operators.program.Program;
import io.deltaframe.operators.program.WorkerPool;
import io.deltaframe.tdn.engine.Taps;
import java.util.Arrays;

/**
 * The second half of a network for one size of features: classifies one clip after the other. For one caller at a time.
 */
final class ClassifyContext {

    private final Program program;
    private final float[][] squeezed;
    private final float[][] projected;
    private final FeatureMap last;
    private final Head head;
    private final float[] features;
    private final Taps taps;

    /**
     * Builds the program.
     *
     * @param network weights
     * @param layout  of features of this size
     * @param pool    where it runs
     * @param taps    who receives intermediate results
     */
    ClassifyContext(PackedNetwork network, SimdFeatures layout, WorkerPool pool, Taps taps) {
        int segments = network.architecture().segments();
        this.taps = taps;
        program = new Program(pool, taps);
        squeezed = new float[segments][];
        projected = new float[segments][];
        StageSteps stages = new StageSteps(program);
        FeatureMap map = stages.append(network.stages().get(1), Images.separate(squeezed, layout.squeezed()),
                Images.separate(projected, layout.projected()));
        program.tap("layer2_bak", map);
        map = stages.append(network.stages().get(2), map);
        program.tap("layer3_bak", map);
        last = stages.append(network.stages().get(3), map);
        program.tap("layer4_bak", last);
        head = network.head();
        features = head.buffer(segments);
        program.allocate();
    }

    /**
     * Classifies clips.
     *
     * @param segments encoded segments, a clip's in order of time
     * @param logits   one row a clip
     */
    void classify(SimdFeatures[] segments, float[][] logits) {
        for (int clip = 0; clip < logits.length; clip++) {
            for (int t = 0; t < squeezed.length; t++) {
                SimdFeatures segment = segments[clip * squeezed.length + t];
                squeezed[t] = segment.squeezed().data;
                projected[t] = segment.projected().data;
            }
            program.run();
            head.classify(last, features, logits[clip]);
            program.flushTaps();
            if (taps != Taps.NONE) {
                tapFeatures();
            }
        }
        Arrays.fill(squeezed, null);
        Arrays.fill(projected, null);
    }

    private void tapFeatures() {
        float[] means = new float[last.images * last.channels];
        for (int t = 0; t < last.images; t++) {
            System.arraycopy(features, t * last.stride, means, t * last.channels, last.channels);
        }
        taps.tap("avgpool", new int[] {last.images, last.channels, 1, 1}, means);
    }
}
