package io.deltaframe.operators.network;

import io.deltaframe.operators.network.Continuation.Span;
import io.deltaframe.operators.program.Head;
import io.deltaframe.tdn.engine.AdvancingWindow;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Sizes;
import java.util.List;

/**
 * A window that advances: the averaged features of its segments, and the left neighbours of those that come next. The
 * maps it works on belong to contexts, which windows of a network share.
 */
final class SimdWindow implements AdvancingWindow {

    private final SimdNetwork network;
    private final int height;
    private final int width;
    private final int segments;
    private final int recomputed;
    private final int advance;
    private final Span start;
    private final Span next;
    /** Averaged features, oldest segment first. */
    private float[] features;
    /** Null while the window has not been started. */
    private List<LeftNeighbour> neighbours;

    SimdWindow(SimdNetwork network, int height, int width, int recomputed, int advance) {
        this.network = network;
        this.height = height;
        this.width = width;
        this.segments = network.architecture().segments();
        this.recomputed = recomputed;
        this.advance = advance;
        // After an advance the first segment that is computed stands `recomputed` from the end of the window
        this.start = new Span(segments, false, segments - recomputed - 1 + advance);
        this.next = new Span(recomputed, true, advance - 1);
    }

    @Override
    public int recomputed() {
        return recomputed;
    }

    @Override
    public int advance() {
        return advance;
    }

    @Override
    public long bytes() {
        if (neighbours == null) {
            return 0;
        }
        return (long) Float.BYTES * features.length + neighbours.stream().mapToLong(LeftNeighbour::bytes).sum();
    }

    @Override
    public void start(SegmentFeatures[] clip, float[] logits) {
        run(start, clip, logits);
    }

    @Override
    public void advance(SegmentFeatures[] newest, float[] logits) {
        if (neighbours == null) {
            throw new IllegalStateException("the window has not been started");
        }
        run(next, newest, logits);
    }

    private void run(Span span, SegmentFeatures[] computed, float[] logits) {
        Head head = network.weights().head();
        SimdFeatures[] own = network.own(computed);
        Sizes.checkWindow(network.architecture(), span.segments(), height, width, own, logits);
        ClassifyContext context = network.takeContext(height, width, span);
        List<LeftNeighbour> kept = neighbours == null ? context.newNeighbours() : neighbours;
        // A run that fails may leave half of its maps: then the window is started again
        neighbours = null;
        if (span.continues()) {
            head.shift(features, segments, advance);
        } else if (features == null) {
            features = head.buffer(segments);
        }
        context.goOn(own, kept, features, segments - span.segments());
        head.classify(features, segments, logits);
        network.giveContext(height, width, span, context);
        neighbours = kept;
    }
}
