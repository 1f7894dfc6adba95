package io.deltaframe.recognizer.serving;

import io.deltaframe.api.video.VideoSource;
import io.deltaframe.recognizer.lifecycle.CandidateTracker;
import io.deltaframe.recognizer.lifecycle.Candidates;
import io.deltaframe.recognizer.lifecycle.NetworkCache;
import io.deltaframe.recognizer.osgi.BackgroundExecutor;
import io.deltaframe.recognizer.osgi.EventPublisher;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * Makes recognizers over what all of them share: models and engines, compiled networks, and the threads that load them.
 */
@Component(service = RecognizerFactory.class)
public final class RecognizerFactory {

    private final BundleContext context;
    private final CandidateTracker tracker;
    private final NetworkCache networks;
    private final BackgroundExecutor executor;
    private final EventPublisher events;
    private final Logger log;

    /**
     * Made by the component runtime.
     *
     * @param context  of this bundle
     * @param tracker  of models and engines
     * @param networks compiled networks, shared by all recognizers
     * @param executor loads them
     * @param events   told of swaps
     * @param log      told of swaps
     */
    @Activate
    public RecognizerFactory(BundleContext context, @Reference CandidateTracker tracker,
                             @Reference NetworkCache networks,
                             @Reference BackgroundExecutor executor, @Reference EventPublisher events,
                             @Reference(service = LoggerFactory.class) Logger log) {
        this.context = context;
        this.tracker = tracker;
        this.networks = networks;
        this.executor = executor;
        this.events = events;
        this.log = log;
    }

    /**
     * {@return a recognizer without settings}
     *
     * @param name   of the recognizer, until it has settings
     * @param videos gives the service that opens videos, or null where there is none
     */
    ManagedRecognizer create(String name, Supplier<VideoSource> videos) {
        return new ManagedRecognizer(this, name, videos);
    }

    BundleContext context() {
        return context;
    }

    Candidates candidates() {
        return tracker.candidates();
    }

    NetworkCache networks() {
        return networks;
    }

    BackgroundExecutor executor() {
        return executor;
    }

    EventPublisher events() {
        return events;
    }

    Logger log() {
        return log;
    }
}
