package io.deltaframe.recognizer.inference;

import io.deltaframe.api.Timing;

/** Where the time of a recognition goes: each lap since the last one is put down to a stage. For one thread. */
final class StageTimer {

    private static final double NANOS_PER_MILLI = 1e6;

    private long last = System.nanoTime();
    private long decode;
    private long preprocess;
    private long inference;

    private long lap() {
        long now = System.nanoTime();
        long lap = now - last;
        last = now;
        return lap;
    }

    /** @param resizeNanos part of the lap that was spent resizing frames as they came */
    void decoded(long resizeNanos) {
        decode += lap() - resizeNanos;
        preprocess += resizeNanos;
    }

    void preprocessed() {
        preprocess += lap();
    }

    void inferred() {
        inference += lap();
    }

    /** {@return the laps so far} */
    Timing timing() {
        return new Timing(decode / NANOS_PER_MILLI, preprocess / NANOS_PER_MILLI, inference / NANOS_PER_MILLI);
    }
}
