package io.deltaframe.operators.network;

import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.layout.Images;
import io.deltaframe.operators.network.Continuation.Span;
import io.deltaframe.operators.program.Head;
import io.deltaframe.operators.program.Program;
import io.deltaframe.operators.program.WorkerPool;
import io.deltaframe.tdn.engine.Taps;
import java.util.Arrays;
import java.util.List;

/**
 * The second half of a network for one size of features: classifies one clip after the other, or goes on with a window.
 * For one caller at a time.
 */
final class ClassifyContext {

    private final Program program;
    private final Continuation continuation;
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
     * @param span    the segments of a run
     * @param pool    where it runs
     * @param taps    who receives intermediate results
     */
    ClassifyContext(PackedNetwork network, SimdFeatures layout, Span span, WorkerPool pool, Taps taps) {
        this.taps = taps;
        program = new Program(pool, taps);
        continuation = new Continuation(span);
        squeezed = new float[span.segments()][];
        projected = new float[span.segments()][];
        StageSteps stages = new StageSteps(program, continuation);
        FeatureMap map = stages.append(network.stages().get(1), Images.separate(squeezed, layout.squeezed()),
                Images.separate(projected, layout.projected()));
        program.tap("layer2_bak", map);
        map = stages.append(network.stages().get(2), map);
        program.tap("layer3_bak", map);
        last = stages.append(network.stages().get(3), map);
        program.tap("layer4_bak", last);
        head = network.head();
        features = head.buffer(span.segments());
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
            run(segments, clip * squeezed.length);
            head.pool(last, features, 0);
            head.classify(features, squeezed.length, logits[clip]);
            program.flushTaps();
            if (taps != Taps.NONE) {
                tapFeatures();
            }
        }
        release();
    }

    /**
     * Computes what the head takes, of clips.
     *
     * @param segments encoded segments, a clip's in order of time
     * @param into     one row a clip: the averaged features of its segments, one after the other
     */
    void features(SimdFeatures[] segments, float[][] into) {
        for (int clip = 0; clip < into.length; clip++) {
            run(segments, clip * squeezed.length);
            head.pool(last, features, 0);
            program.flushTaps();
            copyFeatures(into[clip]);
        }
        release();
    }

    /** {@return what a window keeps from run to run} */
    List<LeftNeighbour> newNeighbours() {
        return continuation.allocate();
    }

    /**
     * Computes the newest segments of a window.
     *
     * @param segments   encoded segments in order of time
     * @param neighbours what the window keeps
     * @param pooled     averaged features of the window's segments, of {@link Head#buffer}
     * @param first      which segment of the window is the first of these
     */
    void goOn(SimdFeatures[] segments, List<LeftNeighbour> neighbours, float[] pooled, int first) {
        continuation.bind(neighbours);
        run(segments, 0);
        head.pool(last, pooled, first);
        program.flushTaps();
        continuation.release();
        release();
    }

    private void run(SimdFeatures[] segments, int first) {
        for (int t = 0; t < squeezed.length; t++) {
            SimdFeatures segment = segments[first + t];
            squeezed[t] = segment.squeezed().data;
            projected[t] = segment.projected().data;
        }
        program.run();
    }

    private void release() {
        Arrays.fill(squeezed, null);
        Arrays.fill(projected, null);
    }

    private void tapFeatures() {
        float[] means = new float[last.images * last.channels];
        copyFeatures(means);
        taps.tap("avgpool", new int[] {last.images, last.channels, 1, 1}, means);
    }

    /** Leaves out what pads the channels to whole vectors. */
    private void copyFeatures(float[] means) {
        for (int t = 0; t < last.images; t++) {
            System.arraycopy(features, t * last.stride, means, t * last.channels, last.channels);
        }
    }
}
