package io.deltaframe.recognizer.osgi;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Threads on which models are inspected and networks loaded, so that no thread of the framework waits for them. Two:
 * while one reads a large model another can come into service; more would only hold more half-loaded weights at once.
 * They are daemons, come when there is work and go when there has been none for some seconds.
 */
@Component(service = BackgroundExecutor.class)
public final class BackgroundExecutor implements Executor {

    private static final int THREADS = 2;
    private static final long IDLE_SECONDS = 5;
    private static final long STOP_SECONDS = 10;

    private final ThreadPoolExecutor executor;

    /** Starts without threads. */
    @Activate
    public BackgroundExecutor() {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory threads = work -> Thread.ofPlatform().daemon()
                .name("deltaframe-loading-" + number.incrementAndGet()).unstarted(work);
        executor = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                threads);
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs work soon, or never if this has been stopped: work must not hold anything before it runs.
     *
     * @param work to do
     */
    @Override
    public void execute(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            // Stopped: whoever asked is being stopped too
            return;
        }
    }

    /** Interrupts work in progress and waits a while for it to end. */
    @Deactivate
    void stop() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
