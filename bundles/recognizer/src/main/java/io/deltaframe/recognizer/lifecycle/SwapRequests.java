package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.api.swap.ModelChoice;
import io.deltaframe.api.swap.SwapException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was asked for by hand and has not been carried out yet. Safe for several threads. */
final class SwapRequests {

    /** What there is to ask for. */
    enum Kind { SWAP, RELEASE, RETRY }

    /**
     * One request.
     *
     * @param kind  what
     * @param model to swap to, or null
     * @param done  completed when it was carried out, with a {@link SwapException} if it was refused
     */
    record Request(Kind kind, ModelChoice model, CompletableFuture<Void> done) {

        /** @param reason why it is not carried out */
        void refuse(String reason) {
            done.completeExceptionally(new SwapException(reason));
        }
    }

    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /**
     * Takes a request in.
     *
     * @param kind  what
     * @param model to swap to, or null
     * @return completed when it was carried out, with a {@link SwapException} if it was refused
     */
    CompletableFuture<Void> place(Kind kind, ModelChoice model) {
        Request request = new Request(kind, model, new CompletableFuture<>());
        waiting.add(request);
        if (closed) {
            refuseAll();
        }
        return request.done();
    }

    /** {@return the requests that wait, in their order, which wait no more} */
    List<Request> take() {
        List<Request> taken = new ArrayList<>();
        for (Request request = waiting.poll(); request != null; request = waiting.poll()) {
            taken.add(request);
        }
        return taken;
    }

    /** Refuses what waits and what will come. */
    void close() {
        closed = true;
        refuseAll();
    }

    private void refuseAll() {
        take().forEach(request -> request.refuse("the recognizer is stopped"));
    }
}
