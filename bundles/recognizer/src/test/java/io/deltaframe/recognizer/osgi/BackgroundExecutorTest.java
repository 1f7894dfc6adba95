package io.deltaframe.recognizer.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackgroundExecutorTest {

    private final BackgroundExecutor executor = new BackgroundExecutor();

    /** As files on a share that does not answer do it. */
    @Test
    void readingThatIsStuckHoldsUpNeitherLoadingNorOtherFiles() throws Exception {
        CountDownLatch stuck = new CountDownLatch(12);
        CountDownLatch answers = new CountDownLatch(1);
        for (int i = 0; i < 12; i++) {
            executor.reading().execute(() -> {
                stuck.countDown();
                try {
                    answers.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertTrue(stuck.await(1, TimeUnit.MINUTES));
        Set<String> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(2);
        Runnable work = () -> {
            threads.add(Thread.currentThread().getName().replaceAll("[0-9]", ""));
            done.countDown();
        };
        executor.execute(work);
        executor.reading().execute(work);
        assertTrue(done.await(1, TimeUnit.MINUTES), "done on " + threads);
        assertEquals(Set.of("deltaframe-loading-", "deltaframe-reading-"), threads);
        answers.countDown();
        executor.stop();
    }

    /** A host that is told of a service's end waits for its calls on the thread that takes the service away. */
    @Test
    void whatRunsWhenItIsStoppedMayEnd() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch calls = new CountDownLatch(1);
        Set<String> ends = ConcurrentHashMap.newKeySet();
        executor.execute(() -> {
            begun.countDown();
            try {
                calls.await();
                ends.add("in order");
            } catch (InterruptedException e) {
                ends.add("interrupted");
            }
        });
        begun.await();
        Thread stopping = new Thread(executor::stop);
        stopping.start();
        while (stopping.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        calls.countDown();
        stopping.join();
        assertEquals(Set.of("in order"), ends);
    }
}
