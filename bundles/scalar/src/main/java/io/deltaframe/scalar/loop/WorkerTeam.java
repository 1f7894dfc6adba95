package io.deltaframe.scalar.loop;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that share the tasks of an operator. The caller works too, and waits for nobody who has not begun: a
 * helper that comes late finds nothing to do. Safe for several threads.
 */
public final class WorkerTeam implements AutoCloseable {

    /** How long a helper without work stays: longer than the gaps between the clips of a stream. */
    private static final long KEEP_SECONDS = 10;

    private final int threads;
    private final ThreadPoolExecutor helpers;

    /** A part of an operator's work. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does it.
         *
         * @param number which part
         * @param slot   which of the operator's threads does it
         */
        void run(int number, int slot);
    }

    /**
     * Makes a team.
     *
     * @param threads threads an operator runs on, the caller's included; at least 1
     */
    public WorkerTeam(int threads) {
        this.threads = threads;
        AtomicInteger count = new AtomicInteger();
        int most = Math.max(1, threads - 1);
        this.helpers = new ThreadPoolExecutor(most, most, KEEP_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                work -> Thread.ofPlatform().daemon().name("deltaframe-scalar-" + count.incrementAndGet())
                        .unstarted(work));
        helpers.allowCoreThreadTimeOut(true);
    }

    /** {@return threads an operator runs on, the caller's included; slots are below this} */
    public int threads() {
        return threads;
    }

    /**
     * Runs all tasks of an operator and returns when the last is done.
     *
     * @param tasks how many
     * @param task  does each
     */
    void run(int tasks, Task task) {
        Job job = new Job(tasks, task);
        int wanted = Math.min(threads, tasks) - 1;
        try {
            for (int helper = 1; helper <= wanted; helper++) {
                int slot = helper;
                helpers.execute(() -> job.help(slot));
            }
        } catch (RejectedExecutionException e) {
            // The engine has stopped: the caller does it alone.
        }
        job.work(0);
        job.await();
    }

    /** Ends the threads; operators that run end as well. */
    @Override
    public void close() {
        helpers.shutdown();
    }

    /** One operator's tasks. */
    private static final class Job {

        private static final int SPINS = 10_000;

        private final int tasks;
        private final Task task;
        private final AtomicInteger next = new AtomicInteger();
        /** Helpers at work, or negative once no more may begin. */
        private final AtomicInteger inside = new AtomicInteger();
        private volatile Throwable failure;

        Job(int tasks, Task task) {
            this.tasks = tasks;
            this.task = task;
        }

        void help(int slot) {
            if (inside.getAndUpdate(count -> count < 0 ? count : count + 1) >= 0) {
                work(slot);
                inside.decrementAndGet();
            }
        }

        void work(int slot) {
            try {
                for (int number = next.getAndIncrement(); number < tasks; number = next.getAndIncrement()) {
                    task.run(number, slot);
                }
            } catch (RuntimeException | Error e) {
                failure = e;
                next.set(tasks);
            }
        }

        void await() {
            for (int spins = 0; !inside.compareAndSet(0, -1); spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (RuntimeException) failure;
            }
        }
    }
}
