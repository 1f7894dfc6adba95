package io.deltaframe.evaluation;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Between workers, who finish in any order, and whoever takes outcomes in the order of the list. Workers that are far
 * ahead of the slowest wait, so that little is lost when everything is interrupted. Safe for several threads.
 */
final class OrderedOutcomes {

    /** Takes outcomes in order, one at a time. */
    @FunctionalInterface
    interface Taker {
        void take(Outcome outcome) throws IOException;
    }

    private final int end;
    private final int ahead;
    private final Taker taker;
    private final Map<Integer, Outcome> waiting = new HashMap<>();
    private int handedOut;
    private int taken;
    private Exception failure;

    /**
     * Nothing handed out yet.
     *
     * @param begin first number
     * @param end   one more than the last number
     * @param ahead how many may be handed out beyond the first that has not come back
     * @param taker gets the outcomes, on the threads of the workers
     */
    OrderedOutcomes(int begin, int end, int ahead, Taker taker) {
        this.handedOut = begin;
        this.taken = begin;
        this.end = end;
        this.ahead = ahead;
        this.taker = taker;
    }

    /**
     * {@return the number of the next video to work on, waiting for slower workers if need be; -1 when there is none}
     */
    synchronized int next() throws InterruptedException {
        while (failure == null && handedOut < end && handedOut - taken >= ahead) {
            wait();
        }
        return failure != null || handedOut == end ? -1 : handedOut++;
    }

    synchronized void put(Outcome outcome) {
        waiting.put(outcome.video().number(), outcome);
        try {
            for (Outcome next = waiting.remove(taken); next != null && failure == null; next = waiting.remove(taken)) {
                taker.take(next);
                taken++;
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
        notifyAll();
    }

    /** Hands out nothing more. */
    synchronized void fail(Exception e) {
        if (failure == null) {
            failure = e;
        }
        notifyAll();
    }

    /** {@return why it ended early, or null} */
    synchronized Exception failure() {
        return failure;
    }
}
