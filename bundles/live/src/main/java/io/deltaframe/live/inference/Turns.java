package io.deltaframe.live.inference;

import io.deltaframe.api.segment.SegmentRecognizer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;

/**
 * Whose turn it is. Sessions of one recognizer take turns, one window each, on one thread: a network already uses all
 * the threads that its engine has, and who has many windows waits for nobody longer than who has few. Sessions of
 * different recognizers do not wait for each other. Safe for several threads.
 */
public final class Turns {

    /** A session that has something to do. */
    public interface Taker {

        /** {@return the recognizer it wants its turn on, if there is one} */
        Optional<SegmentRecognizer> recognizer();

        /**
         * Does one thing.
         *
         * @param recognizer its recognizer, if there is one
         * @return whether there is more to do
         */
        boolean turn(Optional<SegmentRecognizer> recognizer);
    }

    /** Those who wait for one recognizer. */
    private final class Lane {
        private final Queue<Taker> waiting = new ArrayDeque<>();
        private boolean active;

        void request(Taker taker) {
            synchronized (this) {
                waiting.add(taker);
                if (active) {
                    return;
                }
                active = true;
            }
            executor.execute(this::run);
        }

        private synchronized Taker next() {
            Taker next = waiting.poll();
            active = next != null;
            return next;
        }

        private void run() {
            for (Taker next = next(); next != null; next = next()) {
                if (next.turn(next.recognizer())) {
                    Turns.this.request(next);
                }
            }
        }
    }

    private final Executor executor;
    private final Lane without = new Lane();
    private final Map<SegmentRecognizer, Lane> lanes = new WeakHashMap<>();

    /** @param executor has a thread for every recognizer */
    public Turns(Executor executor) {
        this.executor = executor;
    }

    /**
     * Gives a turn. A taker asks again only after its last turn said that there is no more to do.
     *
     * @param taker who wants it
     */
    public void request(Taker taker) {
        taker.recognizer().map(this::lane).orElse(without).request(taker);
    }

    private Lane lane(SegmentRecognizer recognizer) {
        synchronized (lanes) {
            return lanes.computeIfAbsent(recognizer, key -> new Lane());
        }
    }
}
