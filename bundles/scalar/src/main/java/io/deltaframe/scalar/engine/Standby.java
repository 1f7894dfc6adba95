package io.deltaframe.scalar.engine;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Steps in once something has been missing for a while: what restarts, as at an upgrade, is back sooner. Safe for
 * several threads.
 */
final class Standby implements AutoCloseable {

    private final long patienceMillis;
    private final Runnable stepIn;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().daemon().name("deltaframe-scalar-standby").unstarted(work));
    private Future<?> planned;

    /**
     * Begins to wait.
     *
     * @param patienceMillis how long
     * @param stepIn         what is done then
     */
    Standby(long patienceMillis, Runnable stepIn) {
        this.patienceMillis = patienceMillis;
        this.stepIn = stepIn;
        missing();
    }

    /** It is there. */
    synchronized void present() {
        if (planned != null) {
            planned.cancel(false);
        }
    }

    /** It is missing from now on. */
    synchronized void missing() {
        present();
        if (!clock.isShutdown()) {
            planned = clock.schedule(stepIn, patienceMillis, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
