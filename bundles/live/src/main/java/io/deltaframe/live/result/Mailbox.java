package io.deltaframe.live.result;

import io.deltaframe.api.live.LiveListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * What one listener has not been told yet, in order and bounded; it is told by one thread at a time, and whoever puts
 * something in does not wait. Safe for several threads.
 */
public final class Mailbox {

    /** An hour of windows of one session, or a minute of sixty. */
    static final int CAPACITY = 4096;

    private final LiveListener listener;
    private final Executor executor;
    private final BiConsumer<LiveListener, Throwable> failed;
    private final Deque<Result> waiting = new ArrayDeque<>();
    private boolean active;
    private boolean closed;
    private long dropped;

    /**
     * An empty mailbox.
     *
     * @param listener who is told
     * @param executor tells
     * @param failed   told of a listener that throws
     */
    public Mailbox(LiveListener listener, Executor executor, BiConsumer<LiveListener, Throwable> failed) {
        this.listener = listener;
        this.executor = executor;
        this.failed = failed;
    }

    /**
     * Has the listener told. Where too much waits already, the oldest window goes for it, or what is oldest.
     *
     * @param result of what
     */
    public void put(Result result) {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (waiting.size() >= CAPACITY) {
                dropOne();
            }
            waiting.addLast(result);
            if (active) {
                return;
            }
            active = true;
        }
        executor.execute(this::tell);
    }

    private void dropOne() {
        dropped++;
        for (Iterator<Result> results = waiting.iterator(); results.hasNext();) {
            if (results.next().type().equals(Result.WINDOW)) {
                results.remove();
                return;
            }
        }
        waiting.removeFirst();
    }

    private void tell() {
        for (Result next = next(); next != null; next = next()) {
            try {
                next.tell().accept(listener);
            } catch (RuntimeException | LinkageError e) {
                failed.accept(listener, e);
            }
        }
    }

    private synchronized Result next() {
        Result next = waiting.pollFirst();
        if (next == null) {
            active = false;
            notifyAll();
        }
        return next;
    }

    /**
     * Waits until the listener has been told everything.
     *
     * @param endNanos when to stop waiting, by {@link System#nanoTime}
     * @return whether it has
     * @throws InterruptedException if interrupted
     */
    public synchronized boolean awaitEmpty(long endNanos) throws InterruptedException {
        for (long left = endNanos - System.nanoTime(); active && left > 0; left = endNanos - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
        return !active;
    }

    /** {@return whether the listener is being told something} */
    synchronized boolean active() {
        return active;
    }

    /** {@return results that were dropped} */
    synchronized long dropped() {
        return dropped;
    }

    /** Tells nothing any more. */
    synchronized void close() {
        closed = true;
        waiting.clear();
    }
}
