package io.deltaframe.recognizer.serving;

import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.recognizer.lifecycle.Candidates;
import io.deltaframe.recognizer.lifecycle.NetworkCache;
import io.deltaframe.recognizer.osgi.BackgroundExecutor;
import io.deltaframe.recognizer.osgi.CoalescingTask;
import io.deltaframe.recognizer.osgi.EventPublisher;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * The recognizer that is there without any configuration: named {@code default}, on the best model there is. It makes way for the first
 * {@link ConfiguredRecognizer} and comes back when the last one is gone; one that is configured as temporary, as commands do for
 * as long as they take, leaves it where it is.
 */
@Component(service = {}, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE,
        property = "videos.cardinality.minimum:Integer=1")
public final class DefaultRecognizer {

    private static final String CONFIGURED = "(&(service.factoryPid=" + ConfiguredRecognizer.PID + ")(!(temporary=true)))";

    private record Served(ManagedRecognizer recognizer, ServiceRegistration<ReadinessProbe> probe) {

        private void stop() {
            recognizer.stop();
            try {
                probe.unregister();
            } catch (IllegalStateException e) {
                // The framework has unregistered it with its bundle
                return;
            }
        }
    }

    private final BundleContext context;
    private final NetworkCache networks;
    private final BackgroundExecutor background;
    private final Candidates candidates;
    private final EventPublisher events;
    private final Logger log;
    private final Set<ServiceReference<ReadinessProbe>> configured = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Served> served = new AtomicReference<>();
    private final CoalescingTask turn;
    private volatile boolean stopped;

    @Reference(name = "videos", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile VideoSource videos;

    /**
     * Made by the component runtime.
     *
     * @param context    of this bundle
     * @param networks   compiled networks, shared by all recognizers
     * @param background where they are loaded
     * @param candidates     models and engines
     * @param events     told of swaps
     * @param log        of this component
     */
    @Activate
    public DefaultRecognizer(BundleContext context, @Reference NetworkCache networks, @Reference BackgroundExecutor background,
                             @Reference Candidates candidates, @Reference EventPublisher events,
                             @Reference(service = LoggerFactory.class) Logger log) {
        this.context = context;
        this.networks = networks;
        this.background = background;
        this.candidates = candidates;
        this.events = events;
        this.log = log;
        // In the background, because services come and go here while the runtime is in the middle of binding others
        this.turn = new CoalescingTask(background::execute, this::turn);
    }

    @Activate
    public void start() {
        turn.request();
    }

    @Deactivate
    public void stop() {
        stopped = true;
        makeWay();
    }

    @Reference(name = "configured", service = ReadinessProbe.class, target = CONFIGURED, cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    public void bindConfigured(ServiceReference<ReadinessProbe> probe) {
        configured.add(probe);
        turn.request();
    }

    public void unbindConfigured(ServiceReference<ReadinessProbe> probe) {
        configured.remove(probe);
        turn.request();
    }

    private void turn() {
        if (stopped || !configured.isEmpty()) {
            makeWay();
        } else if (served.get() == null) {
            appear();
        }
    }

    private void appear() {
        try {
            ManagedRecognizer recognizer = new ManagedRecognizer(context, RecognizerSettings.DEFAULT.name(), networks, background, candidates,
                    events, log, () -> videos);
            ReadinessProbe probe = recognizer::readiness;
            served.set(new Served(recognizer, context.registerService(ReadinessProbe.class, probe, null)));
            recognizer.configure(RecognizerSettings.DEFAULT, Map.of());
        } catch (IllegalStateException e) {
            log.debug("the default recognizer was stopped while it was made: {}", e.toString());
        }
        // A stop that came in between is made up for here: no lock is held while the framework calls listeners
        if (stopped) {
            makeWay();
        }
    }

    private void makeWay() {
        Served present = served.getAndSet(null);
        if (present != null) {
            present.stop();
        }
    }
}
