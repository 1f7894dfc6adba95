package io.deltaframe.operators.program;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads that run {@linkplain Step steps}. The calling thread works too; workers help whichever callers there are.
 * A network is some hundred steps of a fraction of a millisecond, so workers look for the next step for a while before
 * they sleep: waking a thread costs more than many a step.
 *
 * <p>Safe for several threads.
 */
public final class WorkerPool implements AutoCloseable {

    /** Rounds of looking for work before a worker sleeps: about 50 microseconds, longer than the gaps inside a clip. */
    private static final int SPINS = 2_000;

    /** Callers that can have help at the same time; more than these work alone. */
    private static final int CALLERS = 16;

    private final AtomicReferenceArray<Job> jobs = new AtomicReferenceArray<>(CALLERS);
    private final Worker[] workers;
    private volatile boolean closed;

    /**
     * Starts a pool.
     *
     * @param threads threads a step runs on, the caller's included; at least 1
     */
    public WorkerPool(int threads) {
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(i + 1);
            workers[i].start();
        }
    }

    /** {@return threads a step runs on, the caller's included; slots are below this} */
    public int threads() {
        return workers.length + 1;
    }

    /**
     * Runs all tasks of a step and returns when the last is done.
     *
     * @param job  the caller's own, used for one step at a time
     * @param step what to run
     */
    void run(Job job, Step step) {
        job.prepare(step, threads());
        int place = workers.length == 0 || job.tasks == 1 ? -1 : publish(job);
        job.work(0);
        if (place >= 0) {
            jobs.set(place, null);
            job.awaitHelpers();
        }
        job.rethrow();
    }

    private int publish(Job job) {
        for (int i = 0; i < CALLERS; i++) {
            if (jobs.get(i) == null && jobs.compareAndSet(i, null, job)) {
                for (Worker worker : workers) {
                    worker.wake();
                }
                return i;
            }
        }
        return -1;
    }

    /** Ends the workers and waits for them. No step may be running. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        for (Worker worker : workers) {
            LockSupport.unpark(worker);
        }
        for (Worker worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What one caller has running. Reused from step to step.
     *
     * <p>Each thread has a range of tasks of its own, takes them in order, and then those that are left of others. As
     * tasks follow each other as pixels do, a thread finds in its cache what it wrote in the step before.
     */
    static final class Job {

        /** Of each thread's range, the next task. */
        private AtomicInteger[] next = {};
        private final AtomicInteger helpers = new AtomicInteger();
        private volatile Step step;
        private volatile int tasks;
        private volatile Throwable failure;

        private void prepare(Step step, int threads) {
            if (next.length != threads) {
                AtomicInteger[] counters = new AtomicInteger[threads];
                Arrays.setAll(counters, range -> new AtomicInteger());
                next = counters;
            }
            this.step = step;
            this.tasks = step.tasks();
            for (int range = 0; range < threads; range++) {
                next[range].set(from(range));
            }
        }

        private int from(int range) {
            return (int) ((long) range * tasks / next.length);
        }

        private boolean hasTasks() {
            for (int range = 0; range < next.length; range++) {
                if (next[range].get() < from(range + 1)) {
                    return true;
                }
            }
            return false;
        }

        private void work(int slot) {
            Step current = step;
            try {
                for (int i = 0; i < next.length; i++) {
                    int range = (slot + i) % next.length;
                    int to = from(range + 1);
                    AtomicInteger counter = next[range];
                    for (int task = counter.getAndIncrement(); task < to; task = counter.getAndIncrement()) {
                        current.run(task, slot);
                    }
                }
            } catch (RuntimeException | Error e) {
                failure = e;
                for (int range = 0; range < next.length; range++) {
                    next[range].set(from(range + 1));
                }
            }
        }

        private void awaitHelpers() {
            for (int spins = 0; helpers.get() > 0; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }

        private void rethrow() {
            Throwable thrown = failure;
            if (thrown != null) {
                failure = null;
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            }
        }
    }

    private final class Worker extends Thread {

        private final int slot;
        private volatile boolean asleep;

        Worker(int slot) {
            super("deltaframe-simd-" + slot);
            this.slot = slot;
            setDaemon(true);
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            int idle = 0;
            while (!closed) {
                if (helpSomeone()) {
                    idle = 0;
                } else if (++idle < SPINS) {
                    Thread.onSpinWait();
                } else {
                    asleep = true;
                    // Looked once more after saying so: a job published in between would not have woken this thread.
                    if (!helpSomeone() && !closed) {
                        LockSupport.park(WorkerPool.this);
                    }
                    asleep = false;
                    idle = 0;
                }
            }
        }

        private boolean helpSomeone() {
            boolean helped = false;
            for (int i = 0; i < CALLERS; i++) {
                Job job = jobs.get(i);
                if (job != null && job.hasTasks()) {
                    // Counted in first, then looked again: a job still published now is not reused before this helper
                    // leaves.
                    job.helpers.incrementAndGet();
                    if (jobs.get(i) == job) {
                        job.work(slot);
                        helped = true;
                    }
                    job.helpers.decrementAndGet();
                }
            }
            return helped;
        }
    }
}
