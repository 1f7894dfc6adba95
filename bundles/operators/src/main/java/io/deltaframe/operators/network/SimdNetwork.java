package io.deltaframe.operators.network;

import io.deltaframe.operators.layout.Workspace;
import io.deltaframe.operators.program.WorkerPool;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Sizes;
import io.deltaframe.tdn.engine.Taps;
import java.util.Arrays;

/** A network on the Vector API: packed weights shared by all callers, and contexts to work in, one a caller. */
public final class SimdNetwork implements CompiledNetwork {

    private final Architecture architecture;
    private final WorkerPool pool;
    private final Taps taps;
    private final ContextCache<EncodeContext> encodeContexts = new ContextCache<>();
    private final ContextCache<ClassifyContext> classifyContexts = new ContextCache<>();
    private volatile PackedNetwork network;

    public SimdNetwork(PackedNetwork network, WorkerPool pool, Taps taps) {
        this.architecture = network.architecture();
        this.network = network;
        this.pool = pool;
        this.taps = taps;
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public SegmentFeatures newFeatures(int height, int width) {
        open();
        Sizes.checkFrame(height, width);
        Workspace own = new Workspace();
        SimdFeatures features = new SimdFeatures(this, height, width, own);
        own.allocate();
        return features;
    }

    /** {@return features without an array: they outlive those of any caller} */
    private SimdFeatures layout(int height, int width) {
        return new SimdFeatures(this, height, width, new Workspace());
    }

    @Override
    public void encode(byte[] frames, SegmentFeatures... into) {
        PackedNetwork weights = open();
        SimdFeatures[] features = own(into);
        Sizes.checkSegments(frames, features);
        if (features.length == 0) {
            return;
        }
        int height = features[0].height();
        int width = features[0].width();
        EncodeContext context = encodeContexts.take(height, width,
                () -> new EncodeContext(weights, height, width, pool, taps, layout(height, width)));
        context.encode(frames, features);
        giveBack(() -> encodeContexts.give(height, width, context));
    }

    @Override
    public void classify(SegmentFeatures[] segments, float[][] logits) {
        PackedNetwork weights = open();
        SimdFeatures[] features = own(segments);
        Sizes.checkClips(architecture, features, logits);
        if (features.length == 0) {
            return;
        }
        int height = features[0].height();
        int width = features[0].width();
        ClassifyContext context = classifyContexts.take(height, width,
                () -> new ClassifyContext(weights, layout(height, width), pool, taps));
        context.classify(features, logits);
        giveBack(() -> classifyContexts.give(height, width, context));
    }

    /**
     * A context is given back after success only: one that failed may hold half of a result, and is left to the
     * collector.
     */
    private void giveBack(Runnable give) {
        give.run();
        if (network == null) {
            dropIdleContexts();
        }
    }

    private SimdFeatures[] own(SegmentFeatures[] segments) {
        SimdFeatures[] own = segments instanceof SimdFeatures[] features ? features
                : Arrays.copyOf(segments, segments.length, SimdFeatures[].class);
        for (SimdFeatures features : own) {
            if (features.network() != this) {
                throw new IllegalArgumentException("segment features were made by another network");
            }
        }
        return own;
    }

    private PackedNetwork open() {
        PackedNetwork weights = network;
        if (weights == null) {
            throw new IllegalStateException("the network is closed");
        }
        return weights;
    }

    /** {@return its weights} */
    PackedNetwork weights() {
        return open();
    }

    /** Drops the contexts that nobody uses: their sizes may not come again. */
    void dropIdleContexts() {
        encodeContexts.clear();
        classifyContexts.clear();
    }

    @Override
    public void close() {
        network = null;
        dropIdleContexts();
    }
}
