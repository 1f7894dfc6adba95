package org.example.host;

import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * With Declarative Services: says what happens in a video, and says it again whenever another model is in service. The
 * component is there while a recognizer is that fits the filter; when Deltaframe's bundles are updated it goes and
 * comes with them. A new model is no reason to go: the recognizer stays, its properties change. What cannot be
 * recognized now, because the camera is away or a bundle is in the middle of its update, is tried again.
 */
@Component(name = "org.example.host", service = {}, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Watch.Settings.class)
public final class Watch {

    /** What this host is told. */
    @ObjectClassDefinition(name = "Example host", description = "Watches one video.")
    public @interface Settings {

        /** {@return path or URL} */
        @AttributeDefinition(name = "Video", description = "Path or URL of the video.")
        String video();
    }

    private static final long AGAIN_SECONDS = 5;

    private final Logger log;
    private final String video;
    // A recognition takes its time: neither the registry nor whoever changes the model is to wait for it.
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    private volatile Recognizer recognizer;

    @Activate
    public Watch(@Reference(service = LoggerFactory.class) Logger log, Settings settings) {
        if (settings.video() == null) {
            throw new IllegalArgumentException("video: expected a path or URL, found none");
        }
        this.log = log;
        this.video = settings.video();
    }

    @Reference(target = "(deltaframe.labels.count>=10)", updated = "modelChanged")
    void bindRecognizer(Recognizer recognizer) {
        this.recognizer = recognizer;
    }

    @Activate
    void start() {
        worker.execute(this::watch);
    }

    void modelChanged(Recognizer recognizer) {
        worker.execute(this::watch);
    }

    @Deactivate
    void stop() {
        worker.shutdownNow();
    }

    private void watch() {
        try {
            Recognition recognition = recognizer.recognize(video, RecognitionOptions.DEFAULT);
            log.info("{} {} sees: {}", recognition.model().name(), recognition.model().version(),
                    recognition.best().label());
        } catch (RecognitionException | RuntimeException e) {
            // A recognition that stop has interrupted is no news
            if (!worker.isShutdown()) {
                log.warn("{}; tried again in {} s", e.getMessage(), AGAIN_SECONDS);
                var unused = worker.schedule(this::watch, AGAIN_SECONDS, TimeUnit.SECONDS);
            }
        }
    }
}
