package io.deltaframe.live.metrics;

import io.deltaframe.api.metrics.EngineMetrics;
import java.util.concurrent.atomic.LongAdder;

/** Measures one engine. Safe for several threads, and without locks. */
public final class EngineMeter {

    private final String engine;
    private final LongAdder windows = new LongAdder();
    private final LongAdder segments = new LongAdder();
    private final LongAdder shared = new LongAdder();
    private final Histogram encode = new Histogram();
    private final Histogram classify = new Histogram();

    EngineMeter(String engine) {
        this.engine = engine;
    }

    /**
     * Takes a window in.
     *
     * @param all           its segments
     * @param known         segments among them that were known before
     * @param encodeNanos   what encoding the others took
     * @param classifyNanos what classifying took
     */
    public void answered(int all, int known, long encodeNanos, long classifyNanos) {
        windows.increment();
        segments.add(all);
        shared.add(known);
        encode.add(encodeNanos);
        classify.add(classifyNanos);
    }

    /** {@return the numbers of the moment} */
    EngineMetrics metrics() {
        return new EngineMetrics(engine, windows.sum(), segments.sum(), shared.sum(), encode.distribution(),
                classify.distribution());
    }
}
