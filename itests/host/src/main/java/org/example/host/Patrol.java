package org.example.host;

import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Calls without a pause, on two threads, as long as there is a recognizer. When the recognizer goes, the component goes
 * first and waits for the calls that run: the recognizer is whole until then, so that no call fails when Deltaframe is
 * upgraded. Calls that did fail are told.
 */
@Component(name = "org.example.patrol", service = {}, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Patrol {

    private static final System.Logger LOG = System.getLogger(Patrol.class.getName());
    private static final int THREADS = 2;
    private static final int NEWS = 20;
    private static final long PATIENCE_SECONDS = 60;

    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS);
    private final AtomicLong calls = new AtomicLong();
    private final Recognizer recognizer;
    private final String video;
    private volatile boolean stopped;

    @Activate
    public Patrol(@Reference(target = "(deltaframe.labels.count>=10)") Recognizer recognizer, Watch.Settings settings) {
        this.recognizer = recognizer;
        this.video = settings.video();
        LOG.log(Level.INFO, "patrol begins");
        for (int thread = 0; thread < THREADS; thread++) {
            workers.execute(this::patrol);
        }
    }

    @Deactivate
    void stop() throws InterruptedException {
        stopped = true;
        workers.shutdown();
        boolean ended = workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        LOG.log(Level.INFO, "patrol ends after {0} calls, {1}", calls.get(), ended ? "none runs" : "some still run");
    }

    private void patrol() {
        while (!stopped) {
            try {
                String label = recognizer.recognize(video, RecognitionOptions.DEFAULT).best().label();
                if (calls.incrementAndGet() % NEWS == 0) {
                    LOG.log(Level.INFO, "patrol sees: {0}", label);
                }
            } catch (RecognitionException | RuntimeException e) {
                LOG.log(Level.WARNING, "patrol: a call failed: {0}", e.getMessage());
            }
        }
    }
}
