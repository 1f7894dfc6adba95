package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.api.swap.ModelChoice;
import io.deltaframe.api.swap.SwapException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was ordered by hand and has not been carried out yet. Safe for several threads. */
public final class SwapRequests {

    /** What there is to order. */
    public enum Kind { SWAP, RELEASE, RETRY }

    /**
     * One order.
     *
     * @param kind  what
     * @param model to swap to, or null
     * @param done  completed when it was carried out, with a {@link SwapException} if it was refused
     */
    public record Request(Kind kind, ModelChoice model, CompletableFuture<Void> done) { }

    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /**
     * Takes an order in.
     *
     * @param kind  what
     * @param model to swap to, or null
     * @return completed when it was carried out, with a {@link SwapException} if it was refused
     */
    public CompletableFuture<Void> place(Kind kind, ModelChoice model) {
        Request request = new Request(kind, model, new CompletableFuture<>());
        waiting.add(request);
        if (closed) {
            refuseAll();
        }
        return request.done();
    }

    /** {@return the orders that wait, in their order, which wait no more} */
    public List<Request> take() {
        List<Request> taken = new ArrayList<>();
        for (Request request = waiting.poll(); request != null; request = waiting.poll()) {
            taken.add(request);
        }
        return taken;
    }

    /** Refuses what waits and what will come. */
    public void close() {
        closed = true;
        refuseAll();
    }

    private void refuseAll() {
        take().forEach(request -> request.done().completeExceptionally(new SwapException("the recognizer is stopped")));
    }
}
