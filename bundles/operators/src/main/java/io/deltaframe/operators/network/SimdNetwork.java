package io.deltaframe.operators.network;

import io.deltaframe.operators.layout.Workspace;
import io.deltaframe.operators.network.Continuation.Span;
import io.deltaframe.operators.program.WorkerPool;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.AdvancingWindow;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Sizes;
import io.deltaframe.tdn.engine.Taps;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** A network on the Vector API: packed weights shared by all callers, and contexts to work in, one a caller. */
public final class SimdNetwork implements CompiledNetwork {

    private final Architecture architecture;
    private final WorkerPool pool;
    private final Taps taps;
    private final ContextCache<Size, EncodeContext> encodeContexts = new ContextCache<>();
    private final ContextCache<Run, ClassifyContext> classifyContexts = new ContextCache<>();
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
        Size size = new Size(height, width);
        EncodeContext context = encodeContexts.take(size,
                () -> new EncodeContext(weights, height, width, pool, taps, layout(height, width)));
        context.encode(frames, features);
        encodeContexts.give(size, context);
        dropIfClosed();
    }

    @Override
    public void classify(SegmentFeatures[] segments, float[][] logits) {
        open();
        SimdFeatures[] clips = own(segments);
        Sizes.checkClips(architecture, clips, logits);
        inContext(clips, context -> context.classify(clips, logits));
    }

    @Override
    public void features(SegmentFeatures[] segments, float[][] features) {
        open();
        SimdFeatures[] clips = own(segments);
        Sizes.checkFeatures(architecture, clips, features);
        inContext(clips, context -> context.features(clips, features));
    }

    private void inContext(SimdFeatures[] clips, Consumer<ClassifyContext> work) {
        if (clips.length == 0) {
            return;
        }
        int height = clips[0].height();
        int width = clips[0].width();
        Span span = Span.clip(architecture.segments());
        ClassifyContext context = takeContext(height, width, span);
        work.accept(context);
        giveContext(height, width, span, context);
    }

    @Override
    public Optional<AdvancingWindow> newWindow(int height, int width, int recomputed, int advance) {
        open();
        Sizes.checkFrame(height, width);
        Sizes.checkWindow(architecture, recomputed, advance);
        return Optional.of(new SimdWindow(this, height, width, recomputed, advance));
    }

    /**
     * {@return a context for stages 2 to 4, the caller's until it is given back}
     *
     * @param height rows of a frame
     * @param width  columns of a frame
     * @param span   the segments of a run
     */
    ClassifyContext takeContext(int height, int width, Span span) {
        PackedNetwork weights = open();
        return classifyContexts.take(new Run(new Size(height, width), span),
                () -> new ClassifyContext(weights, layout(height, width), span, pool, taps));
    }

    /**
     * Gives a context back; after success only: one that failed may hold half of a result, and is left to the
     * collector.
     *
     * @param height  rows of a frame
     * @param width   columns of a frame
     * @param span    the segments of a run
     * @param context the context
     */
    void giveContext(int height, int width, Span span, ClassifyContext context) {
        classifyContexts.give(new Run(new Size(height, width), span), context);
        dropIfClosed();
    }

    private void dropIfClosed() {
        if (network == null) {
            dropIdleContexts();
        }
    }

    /** {@return segments as this network's own} */
    SimdFeatures[] own(SegmentFeatures[] segments) {
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

    private record Size(int height, int width) { }

    private record Run(Size size, Span span) { }
}
