package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.api.event.ModelEvents;
import io.deltaframe.api.model.Model;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/**
 * A model service as it stands in the registry.
 *
 * @param model      the service
 * @param name       name of the model
 * @param version    version of the model
 * @param ranking    {@code service.ranking}
 * @param id         {@code service.id}
 * @param properties all service properties
 */
public record ModelCandidate(Model model, String name, Version version, int ranking, long id,
                             Map<String, Object> properties) {

    /** Best first: ranking, then version, then the service that has been there longest. */
    static final Comparator<ModelCandidate> BEST_FIRST =
            Comparator.comparingInt(ModelCandidate::ranking).reversed()
            .thenComparing(Comparator.comparing(ModelCandidate::version).reversed())
            .thenComparingLong(ModelCandidate::id);

    /**
     * {@return the candidate a service reference makes; a property that is missing is asked of the model}
     *
     * @param model     the service
     * @param reference to it
     * @throws IllegalArgumentException if the version is none
     */
    static ModelCandidate of(Model model, ServiceReference<?> reference) {
        String name = reference.getProperty(Model.NAME) instanceof String given ? given : model.info().name();
        Object version = reference.getProperty(Model.VERSION);
        Map<String, Object> properties = new HashMap<>();
        for (String key : reference.getPropertyKeys()) {
            properties.put(key, reference.getProperty(key));
        }
        return new ModelCandidate(model, name,
                version instanceof Version exact ? exact
                : new Version(Objects.toString(version, model.info().version())), rankingOf(reference),
                (Long) reference.getProperty(Constants.SERVICE_ID), properties);
    }

    /**
     * {@return whether this comes from where another one came from: the same file or the same configuration}
     *
     * @param other a candidate, which may have gone
     */
    boolean succeeds(ModelCandidate other) {
        return id != other.id && Stream.of(ModelEvents.SOURCE, Constants.SERVICE_PID)
                .anyMatch(key -> properties.containsKey(key) && properties.get(key).equals(other.properties.get(key)));
    }

    /**
     * {@return whether the service properties match a filter}
     *
     * @param filter in OSGi syntax
     */
    boolean matches(Filter filter) {
        return filter.match(FrameworkUtil.asDictionary(properties));
    }

    /**
     * {@return the service ranking of a reference, 0 where it has none}
     *
     * @param reference to a service
     */
    static int rankingOf(ServiceReference<?> reference) {
        return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
