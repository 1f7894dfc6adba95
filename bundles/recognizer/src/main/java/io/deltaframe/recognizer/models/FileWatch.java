package io.deltaframe.recognizer.models;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Looks at some files every second, and tells when they are others than before and nobody writes to them any more. A
 * look asks for sizes, times and identities, so that it costs microseconds whatever the sizes; notifications of the
 * operating system would not come from network file systems, nor for what a link leads to. Safe for several threads.
 */
final class FileWatch {

    private static final long LOOK_MILLIS = 1000;

    private final List<Path> files;
    private final Runnable changed;
    private final Executor later;

    // Guarded by this
    private List<FileSnapshot> told;
    private List<FileSnapshot> last = List.of();
    private long since;

    private volatile boolean closed;

    /**
     * Begins to watch.
     *
     * @param files    that need not exist, the one that matters first
     * @param told     as they were when they were last read; null if they have not been
     * @param executor where looks are taken
     * @param changed  told of changes, one after the other
     */
    FileWatch(List<Path> files, List<FileSnapshot> told, Executor executor, Runnable changed) {
        this.files = files;
        this.told = told;
        this.changed = changed;
        this.later = CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS, executor);
        later.execute(this::lookAgain);
    }

    /** {@return files as they are now} */
    static List<FileSnapshot> snapshots(List<Path> files) {
        return files.stream().map(FileSnapshot::of).toList();
    }

    /** {@return the files that are watched} */
    List<Path> files() {
        return files;
    }

    private void lookAgain() {
        if (!closed) {
            try {
                look();
            } finally {
                later.execute(this::lookAgain);
            }
        }
    }

    /** Looks now, and tells of a change before this returns if the files are settled. */
    void look() {
        synchronized (this) {
            List<FileSnapshot> now = snapshots(files);
            if (!now.equals(last)) {
                last = now;
                since = System.nanoTime();
            }
            boolean quiet = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since) >= FileSnapshot.QUIET_MILLIS;
            if (closed || now.equals(told) || !quiet && !settled(now)) {
                return;
            }
            told = now;
        }
        changed.run();
    }

    /** The first file has to be there; others may be missing. */
    private static boolean settled(List<FileSnapshot> files) {
        return files.getFirst().isSettled() && files.stream().allMatch(file -> file.isSettled() || !file.exists());
    }

    /** Ends. */
    void close() {
        closed = true;
    }
}
