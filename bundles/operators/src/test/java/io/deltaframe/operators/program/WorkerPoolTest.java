package io.deltaframe.operators.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkerPoolTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyTaskRunsOnce(int threads) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            WorkerPool.Job job = new WorkerPool.Job();
            for (int round = 0; round < 200; round++) {
                for (int tasks : new int[] {0, 1, 2, 3, 5, 8, 23, 100}) {
                    assertRunsOnce(pool, job, tasks);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void callersAtTheSameTimeShareTheWorkers(int threads) throws Exception {
        try (WorkerPool pool = new WorkerPool(threads); ExecutorService callers = Executors.newFixedThreadPool(5)) {
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < 5; caller++) {
                running.add(callers.submit(() -> {
                    WorkerPool.Job job = new WorkerPool.Job();
                    for (int round = 0; round < 500; round++) {
                        assertRunsOnce(pool, job, round % 40);
                    }
                }));
            }
            for (Future<?> caller : running) {
                caller.get(60, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void aThreadTakesWhatAnotherLeaves() {
        try (WorkerPool pool = new WorkerPool(2)) {
            CountDownLatch othersDone = new CountDownLatch(9);
            // The first task waits for all the others: whoever runs it, somebody else must do the rest of its range
            pool.run(new WorkerPool.Job(), step(10, (task, slot) -> {
                if (task == 0) {
                    await(othersDone);
                } else {
                    othersDone.countDown();
                }
            }));
            assertEquals(0, othersDone.getCount());
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 12, 0", "2, 12, 6", "2, 12, 11", "3, 50, 7"})
    void aFailureReachesTheCallerAndEndsWithTheStep(int threads, int tasks, int failing) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            WorkerPool.Job job = new WorkerPool.Job();
            IllegalStateException failure = new IllegalStateException("task " + failing);
            Step failingStep = step(tasks, (task, slot) -> {
                if (task == failing) {
                    throw failure;
                }
            });
            IllegalStateException thrown =
                    assertThrows(IllegalStateException.class, () -> pool.run(job, failingStep));
            assertSame(failure, thrown);
            assertRunsOnce(pool, job, tasks);
        }
    }

    private static void assertRunsOnce(WorkerPool pool, WorkerPool.Job job, int tasks) {
        AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
        AtomicInteger wrongSlots = new AtomicInteger();
        pool.run(job, step(tasks, (task, slot) -> {
            runs.incrementAndGet(task);
            if (slot < 0 || slot >= pool.threads()) {
                wrongSlots.incrementAndGet();
            }
        }));
        assertEquals(0, wrongSlots.get(), "tasks on slots that the pool does not have");
        for (int task = 0; task < tasks; task++) {
            assertEquals(1, runs.get(task), "runs of task " + task + " of " + tasks);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS), "the others were not run");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Body {
        void run(int task, int slot);
    }

    private static Step step(int tasks, Body body) {
        return new Step() {
            @Override
            public int tasks() {
                return tasks;
            }

            @Override
            public void run(int task, int slot) {
                body.run(task, slot);
            }
        };
    }
}
