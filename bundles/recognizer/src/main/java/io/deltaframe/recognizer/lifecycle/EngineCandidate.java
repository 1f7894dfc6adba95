package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.tdn.engine.Engine;
import java.util.Comparator;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * An engine service as it stands in the registry.
 *
 * @param engine  the service
 * @param name    name of the engine
 * @param ranking {@code service.ranking}
 * @param id      {@code service.id}
 */
public record EngineCandidate(Engine engine, String name, int ranking, long id) {

    /** Best first: ranking, then the service that has been there longest. */
    static final Comparator<EngineCandidate> BEST_FIRST =
            Comparator.comparingInt(EngineCandidate::ranking).reversed().thenComparingLong(EngineCandidate::id);

    /**
     * {@return the candidate a service reference makes}
     *
     * @param engine    the service
     * @param reference to it
     */
    static EngineCandidate of(Engine engine, ServiceReference<?> reference) {
        String name = reference.getProperty(Engine.NAME) instanceof String given ? given : engine.name();
        return new EngineCandidate(engine, name, ModelCandidate.rankingOf(reference),
                (Long) reference.getProperty(Constants.SERVICE_ID));
    }

    @Override
    public String toString() {
        return name;
    }
}
