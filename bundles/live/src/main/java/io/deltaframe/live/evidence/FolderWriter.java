package io.deltaframe.live.evidence;

import io.deltaframe.api.live.EvidenceOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.osgi.service.log.Logger;

/**
 * Writes evidence into one folder, behind the backs of those who have it written. Where that fails, evidence stops, and
 * is tried again with the first that comes after a while: what comes meanwhile is lost. Safe for several threads.
 */
final class FolderWriter {

    /** Until it is tried again. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    /** Writes some files of an event. */
    interface Work {

        /**
         * Writes them.
         *
         * @param folder into it
         * @throws IOException if that fails
         */
        void into(EvidenceFolder folder) throws IOException;
    }

    private final EvidenceFolder folder;
    private final Clock clock;
    private final Executor executor;
    private final Logger log;
    private long waiting;
    private int works;
    private Instant again = Instant.MIN;
    private String reason = "";

    FolderWriter(EvidenceFolder folder, Evidence evidence, Executor executor, Logger log) {
        this.folder = folder;
        this.clock = evidence.clock();
        this.executor = executor;
        this.log = log;
    }

    /**
     * Has something written.
     *
     * @param options with the folder's limits
     * @param bytes   that wait in memory for it
     * @param work    writes it
     * @param done    told whether it was written, by another thread or by this one
     */
    void write(EvidenceOptions options, long bytes, Work work, DoneListener done) {
        synchronized (this) {
            // So that one clip more than that waits at most, and a picture before it does not keep a clip out
            if (waiting >= options.memory()) {
                done.done(false);
                return;
            }
            waiting += bytes;
            works++;
        }
        try {
            executor.execute(() -> {
                boolean written = false;
                try {
                    written = run(options, work);
                } finally {
                    finished(bytes);
                    done.done(written);
                }
            });
        } catch (RejectedExecutionException e) {
            // The bundle is being stopped
            finished(bytes);
            done.done(false);
        }
    }

    private synchronized void finished(long bytes) {
        waiting -= bytes;
        works--;
        notifyAll();
    }

    private boolean run(EvidenceOptions options, Work work) {
        synchronized (this) {
            if (clock.instant().isBefore(again)) {
                return false;
            }
        }
        try {
            folder.deleteBefore(EvidenceFolder.oldest(clock.instant(), options.age()));
            work.into(folder);
            succeeded();
            return true;
        } catch (IOException e) {
            failed(e.getMessage() == null ? e.toString() : e.getMessage());
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            failed(e.toString());
        }
        return false;
    }

    private void failed(String why) {
        boolean first;
        synchronized (this) {
            first = reason.isEmpty();
            reason = "no evidence is kept in " + folder + ": " + why;
            again = clock.instant().plus(PAUSE);
        }
        if (first) {
            log.warn("no evidence is kept in {} until it can be written: {}", folder, why);
        }
    }

    private void succeeded() {
        boolean stopped;
        synchronized (this) {
            stopped = !reason.isEmpty();
            reason = "";
        }
        if (stopped) {
            log.info("evidence is kept in {} again", folder);
        }
    }

    /** {@return why nothing is written at present; empty where all is well} */
    synchronized String reason() {
        return reason;
    }

    /** Waits until all is written that shall be, or a time has come by {@link System#nanoTime}. */
    synchronized boolean awaitWritten(long endNanos) throws InterruptedException {
        for (long left = endNanos - System.nanoTime(); works > 0 && left > 0; left = endNanos - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
        return works == 0;
    }

    /** Told how writing ended. */
    interface DoneListener {

        /**
         * Called once.
         *
         * @param written whether it was written
         */
        void done(boolean written);
    }
}
