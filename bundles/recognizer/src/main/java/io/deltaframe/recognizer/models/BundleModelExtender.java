package io.deltaframe.recognizer.models;

import io.deltaframe.api.config.ModelConfig;
import io.deltaframe.api.model.Model;
import io.deltaframe.recognizer.labels.LabelFiles;
import io.deltaframe.recognizer.osgi.BackgroundExecutor;
import io.deltaframe.recognizer.osgi.EventPublisher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.namespace.extender.ExtenderNamespace;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;

/**
 * Offers the models that bundles carry. A bundle declares each by a capability and needs no code:
 *
 * <pre>
 * Provide-Capability: io.deltaframe.model;name=motion;version:Version="1.0.0";
 *     path="model/motion.safetensors";labels="model/motion.labels.txt"
 * Require-Capability: osgi.extender;filter:="(osgi.extender=io.deltaframe.model)"
 * </pre>
 *
 * Only {@code path} must be there; {@code segments}, {@code inputSize}, {@code resizeShortSide} (Long) and {@code
 * service.ranking} (Long) may; other attributes become service properties of the model, for recognizers to filter by.
 * The model is registered in the name of the bundle while the bundle is started, and beside it a readiness probe.
 */
@Component(service = {}, immediate = true)
@Capability(namespace = ExtenderNamespace.EXTENDER_NAMESPACE, name = Model.CAPABILITY_NAMESPACE, version = "1.0")
public final class BundleModelExtender implements BundleTrackerCustomizer<List<ModelRegistration>> {

    private static final String PATH = "path";
    private static final Set<String> OWN = Set.of(ModelConfig.NAME, ModelConfig.VERSION, PATH, ModelConfig.LABELS,
            ModelConfig.SEGMENTS, ModelConfig.INPUT_SIZE, ModelConfig.RESIZE_SHORT_SIDE);

    private final Executor executor;
    private final EventPublisher events;
    private final Logger log;
    private final BundleTracker<List<ModelRegistration>> tracker;

    /**
     * Made by the component runtime.
     *
     * @param context    of this bundle
     * @param executor   where models are inspected
     * @param events     told of failures
     * @param log        of this component
     */
    @Activate
    public BundleModelExtender(BundleContext context, @Reference BackgroundExecutor executor,
                               @Reference EventPublisher events,
                               @Reference(service = LoggerFactory.class) Logger log) {
        this.executor = executor.reading();
        this.events = events;
        this.log = log;
        this.tracker = new BundleTracker<>(context, Bundle.STARTING | Bundle.ACTIVE, this);
        tracker.open();
    }

    @Deactivate
    void stop() {
        tracker.close();
    }

    @Override
    public List<ModelRegistration> addingBundle(Bundle bundle, BundleEvent event) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        BundleContext context = bundle.getBundleContext();
        if (wiring == null || context == null) {
            return null;
        }
        List<ModelRegistration> carried = new ArrayList<>();
        for (BundleCapability capability : wiring.getCapabilities(Model.CAPABILITY_NAMESPACE)) {
            Map<String, Object> attributes = capability.getAttributes();
            String what = attributes.getOrDefault("path", "without a path") + " in " + bundle.getSymbolicName() + " "
                    + bundle.getVersion();
            ModelRegistration registration = new ModelRegistration(context, what, what, executor, events, log);
            if (!registration.registerProbe()) {
                log.debug("bundle {} was stopped while its models were looked at", bundle);
                break;
            }
            carried.add(registration);
            registration.publish(() -> prepare(bundle, attributes), passedOn(attributes));
        }
        return carried.isEmpty() ? null : carried;
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, List<ModelRegistration> carried) {
        // From STARTING to ACTIVE: nothing to do
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, List<ModelRegistration> carried) {
        carried.forEach(ModelRegistration::withdraw);
    }

    private static InspectedModel prepare(Bundle bundle, Map<String, Object> attributes) throws IOException {
        String path = text(attributes, PATH);
        if (path.isEmpty()) {
            throw new IOException("capability " + Model.CAPABILITY_NAMESPACE + " of " + bundle
                    + ": expected the attribute path, found " + attributes.keySet());
        }
        String labels = text(attributes, ModelConfig.LABELS);
        Optional<List<String>> lines = labels.isEmpty() ? Optional.empty()
                : Optional.of(LabelFiles.parse(CheckpointSource.Entry.read(bundle, labels), labels));
        ModelSettings settings = new ModelSettings(text(attributes, ModelConfig.NAME),
                text(attributes, ModelConfig.VERSION), lines, labels, number(attributes, ModelConfig.SEGMENTS),
                number(attributes, ModelConfig.INPUT_SIZE), number(attributes, ModelConfig.RESIZE_SHORT_SIDE));
        CheckpointSource source = CheckpointSource.Entry.of(bundle, path);
        return InspectedModel.of(source, settings);
    }

    private static Map<String, Object> passedOn(Map<String, Object> attributes) {
        Map<String, Object> properties = new HashMap<>(attributes);
        properties.keySet().removeAll(OWN);
        // As bundles declare numbers; the registry takes no other type than Integer for a ranking
        properties.computeIfPresent(Constants.SERVICE_RANKING,
                (key, ranking) -> ranking instanceof Number number ? number.intValue() : null);
        return properties;
    }

    private static String text(Map<String, Object> attributes, String name) {
        Object value = attributes.get(name);
        return value == null ? "" : value.toString().strip();
    }

    private static int number(Map<String, Object> attributes, String name) throws IOException {
        String text = text(attributes, name);
        try {
            int number = text.isEmpty() ? 0 : Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("capability attribute " + name + ": expected a number, found '" + text + "'", e);
        }
        throw new IOException("capability attribute " + name + ": expected a positive number, found " + text);
    }
}
