package io.deltaframe.recognizer.serving;

import io.deltaframe.api.config.RecognizerConfig;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.recognizer.osgi.BackgroundExecutor;
import io.deltaframe.recognizer.osgi.CoalescingTask;
import io.deltaframe.recognizer.osgi.Registration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The recognizer that is there without any configuration: named {@code default}, on the best model there is. It makes
 * way for the first {@link ConfiguredRecognizer} and comes back when the last one is gone; one that is configured as
 * temporary, as commands do for as long as they take, leaves it where it is.
 */
@Component(service = {}, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE,
        property = "videos.cardinality.minimum:Integer=1")
public final class DefaultRecognizer {

    private static final String CONFIGURED = "(&(service.factoryPid=" + RecognizerConfig.PID
            + ")(!(" + RecognizerConfig.TEMPORARY + "=true)))";

    private record Present(ManagedRecognizer recognizer, Registration<ReadinessProbe> probe) { }

    private final BundleContext context;
    private final RecognizerFactory recognizers;
    private final Set<ServiceReference<ReadinessProbe>> configured = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Present> present = new AtomicReference<>();
    private final CoalescingTask turn;
    private volatile boolean stopped;

    @Reference(name = "videos", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile VideoSource videos;

    /**
     * Made by the component runtime.
     *
     * @param context     of this bundle
     * @param recognizers makes the recognizer
     * @param executor    where it comes and goes
     */
    @Activate
    public DefaultRecognizer(BundleContext context, @Reference RecognizerFactory recognizers,
                             @Reference BackgroundExecutor executor) {
        this.context = context;
        this.recognizers = recognizers;
        // In the background, because services come and go here while the runtime is in the middle of binding others
        this.turn = new CoalescingTask(executor, this::turn);
    }

    @Activate
    void start() {
        turn.request();
    }

    @Deactivate
    void stop() {
        stopped = true;
        makeWay();
    }

    @Reference(name = "configured", service = ReadinessProbe.class, target = CONFIGURED,
            cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindConfigured(ServiceReference<ReadinessProbe> probe) {
        configured.add(probe);
        turn.request();
    }

    void unbindConfigured(ServiceReference<ReadinessProbe> probe) {
        configured.remove(probe);
        turn.request();
    }

    private void turn() {
        if (stopped) {
            makeWay();
        } else if (!configured.isEmpty()) {
            Present last = present.get();
            if (last != null) {
                tellThatItGoes(last.recognizer().readiness().state() == State.READY);
            }
            makeWay();
        } else if (present.get() == null) {
            appear();
        }
    }

    /** What calls by its name find nothing any more is worth a warning only if it was there to be found. */
    private void tellThatItGoes(boolean served) {
        String names = configured.stream().map(probe -> String.valueOf(probe.getProperty(RecognizerConfig.NAME)))
                .sorted().collect(Collectors.joining(", "));
        String line =
                "recognizer default, which is there without a configuration, makes way for the configured ones: {}";
        if (served) {
            recognizers.log().warn(line, names);
        } else {
            recognizers.log().info(line, names);
        }
    }

    private void appear() {
        Present next = new Present(recognizers.create(RecognizerSettings.DEFAULT.name(), () -> videos),
                new Registration<>(context, ReadinessProbe.class));
        present.set(next);
        if (next.probe().publish(next.recognizer()::readiness, Map.of())) {
            next.recognizer().configure(() -> RecognizerSettings.DEFAULT, Map.of(), List.of());
        }
        // A stop that came in between is made up for here: no lock is held while the framework calls listeners
        if (stopped) {
            makeWay();
        }
    }

    private void makeWay() {
        Present last = present.getAndSet(null);
        if (last != null) {
            last.recognizer().stop();
            last.probe().close();
        }
    }
}
