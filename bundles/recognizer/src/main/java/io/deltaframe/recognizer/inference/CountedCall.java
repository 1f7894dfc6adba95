package io.deltaframe.recognizer.inference;

import java.util.concurrent.CancellationException;

/**
 * One call of a network, as its health sees it: a failure of whatever is run here is the network's, of its engine as of
 * the preparation of its input, and counts once. Faults of the video and of the caller, such as those of a listener,
 * are kept out by not being run here. For one thread at a time.
 */
public final class CountedCall {

    private final CallHealth health;
    private boolean failed;

    /** @param health to be told */
    CountedCall(CallHealth health) {
        this.health = health;
    }

    /**
     * Work of a call.
     *
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Work<E extends Exception> {

        /**
         * Does it.
         *
         * @throws E if it fails
         */
        void run() throws E;
    }

    /**
     * Does a part of the call.
     *
     * @param work to do
     * @param <E>  what it throws
     * @throws E if it fails
     */
    public <E extends Exception> void run(Work<E> work) throws E {
        try {
            work.run();
        } catch (CancellationException e) {
            throw e;
        } catch (Exception | Error e) {
            failed(e);
            throw e;
        }
    }

    /**
     * Says that the call failed, which counts unless it has been said.
     *
     * @param failure why
     */
    void failed(Throwable failure) {
        if (!failed) {
            failed = true;
            health.failed(ClipMemory.reason(failure));
        }
    }

    /** Says that the call was answered. */
    public void answered() {
        health.answered();
    }
}
