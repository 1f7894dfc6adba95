package io.deltaframe.recognizer.osgi;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that looks at the state of things and acts on it: asked for from any thread, run by an executor, never twice at
 * once. However often it is asked for while it runs, it runs once more afterwards.
 */
public final class CoalescingTask {

    private final Executor executor;
    private final Runnable work;
    private final AtomicInteger due = new AtomicInteger();

    /**
     * @param executor runs the work
     * @param work     to be done
     */
    public CoalescingTask(Executor executor, Runnable work) {
        this.executor = executor;
        this.work = work;
    }

    /** Has the work done after this call. */
    public void request() {
        if (due.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    private void run() {
        int seen = due.get();
        try {
            work.run();
        } finally {
            // Also after an exception, or no later request would ever be heard
            if (!due.compareAndSet(seen, 0)) {
                due.set(1);
                executor.execute(this::run);
            }
        }
    }
}
