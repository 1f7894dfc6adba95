package io.deltaframe.recognizer.inference;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * Whether a network's calls are answered: it fails from the third call in a row that fails on, until one is answered.
 * One failure may be a fault of the moment, such as want of memory. Safe for several threads.
 */
final class CallHealth {

    private static final int IN_A_ROW = 3;

    private final Set<Runnable> watchers = new CopyOnWriteArraySet<>();

    // Written under this
    private volatile int failures;
    private volatile String reason = "";

    /** A call was answered. */
    void answered() {
        if (failures == 0) {
            return;
        }
        boolean failed;
        synchronized (this) {
            failures = 0;
            failed = !reason.isEmpty();
            reason = "";
        }
        if (failed) {
            watchers.forEach(Runnable::run);
        }
    }

    /**
     * A call failed.
     *
     * @param why in words
     */
    void failed(String why) {
        boolean first;
        synchronized (this) {
            failures = failures + 1;
            first = failures == IN_A_ROW;
            if (first) {
                reason = why;
            }
        }
        if (first) {
            watchers.forEach(Runnable::run);
        }
    }

    /** {@return why calls fail, if they do} */
    Optional<String> failing() {
        String now = reason;
        return now.isEmpty() ? Optional.empty() : Optional.of(now);
    }

    void watch(Runnable changed) {
        watchers.add(changed);
    }

    void unwatch(Runnable changed) {
        watchers.remove(changed);
    }
}
