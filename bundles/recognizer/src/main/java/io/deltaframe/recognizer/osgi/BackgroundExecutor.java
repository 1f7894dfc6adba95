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
 * Threads on which networks are loaded, so that no thread of the framework waits for them. Two: while one reads a large
 * model another can come into service; more would only hold more half-loaded weights at once. Files are looked at and
 * inspected on {@linkplain #reading threads of their own}. All are daemons, come when there is work and go when there
 * has been none for some seconds.
 */
@Component(service = BackgroundExecutor.class)
public final class BackgroundExecutor implements Executor {

    private static final int THREADS = 2;
    /** A file on a share that does not answer holds up to two for as long as that lasts. */
    private static final int READING_THREADS = 16;
    private static final long IDLE_SECONDS = 5;
    private static final long PATIENCE_SECONDS = 5;
    private static final long STOP_SECONDS = 5;

    private final ThreadPoolExecutor loading = pool("deltaframe-loading-", THREADS);
    private final ThreadPoolExecutor reading = pool("deltaframe-reading-", READING_THREADS);

    /** Starts without threads. */
    @Activate
    public BackgroundExecutor() { }

    private static ThreadPoolExecutor pool(String name, int size) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory threads = work -> Thread.ofPlatform().daemon().name(name + number.incrementAndGet())
                .unstarted(work);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(size, size, IDLE_SECONDS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), threads);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Runs work soon, or never if this has been stopped: work must not hold anything before it runs.
     *
     * @param work to do
     */
    @Override
    public void execute(Runnable work) {
        run(loading, work);
    }

    /**
     * {@return where files are looked at and read}: a share that does not answer holds up neither the loading of
     * networks nor, unless it is many files, other files
     */
    public Executor reading() {
        return work -> run(reading, work);
    }

    private static void run(ThreadPoolExecutor pool, Runnable work) {
        try {
            pool.execute(work);
        } catch (RejectedExecutionException e) {
            // Stopped: whoever asked is being stopped too
            return;
        }
    }

    /**
     * Gives what is being loaded a while to end, and interrupts what has not. Not at once: services come and go on
     * these threads, and then code of hosts runs on them, which waits for its calls and is not ours to interrupt.
     */
    @Deactivate
    void stop() {
        reading.shutdownNow();
        loading.shutdown();
        loading.getQueue().clear();
        try {
            // Reading holds nothing but its file, and may be stuck in it
            if (!loading.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                loading.shutdownNow();
                loading.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            loading.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
