package io.deltaframe.live.health;

import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.Readiness.Kind;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.health.ReadinessProbe;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Whether actions can be recognized at all: {@code CRITICAL} where no recognizer has a model, {@code
 * TEMPORARILY_UNAVAILABLE} while the first one is being loaded, {@code WARN} where one recognizer is not ready or not
 * as configured, or a model failed, and {@code OK} otherwise.
 */
@Component(service = HealthCheck.class, property = {HealthCheck.NAME + "=Deltaframe recognizers",
    HealthCheck.TAGS + "=deltaframe", HealthCheck.TAGS + "=deltaframe.recognizers"})
public final class RecognizersCheck implements HealthCheck {

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            fieldOption = FieldOption.REPLACE)
    private volatile Collection<ReadinessProbe> probes = List.of();

    /** Called by Declarative Services. */
    @Activate
    public RecognizersCheck() { }

    @Override
    public Result execute() {
        return judge(probes.stream().map(ReadinessProbe::readiness)
                .sorted(Comparator.comparing(Readiness::kind).thenComparing(Readiness::name)).toList());
    }

    static Result judge(List<Readiness> parts) {
        FormattingResultLog log = new FormattingResultLog();
        boolean serving = parts.stream().anyMatch(part -> is(part, Kind.RECOGNIZER, State.READY));
        if (!serving && parts.stream().anyMatch(part -> part.state() == State.LOADING)) {
            log.temporarilyUnavailable("no recognizer is ready yet: a model is being loaded");
        } else if (!serving) {
            log.critical("no recognizer has a model: expected one to be configured, dropped into the models folder or "
                    + "installed as a bundle");
        }
        for (Readiness part : parts) {
            String line = part.kind().name().toLowerCase(Locale.ROOT) + " " + part.name() + ": "
                    + part.state() + (part.reason().isEmpty() ? "" : ", " + part.reason());
            if (serving && isFault(part)) {
                log.warn("{}", line);
            } else {
                log.info("{}", line);
            }
        }
        return new Result(log);
    }

    private static boolean is(Readiness part, Kind kind, State state) {
        return part.kind() == kind && part.state() == state;
    }

    /** Engines that do not start are no fault: the GPU engine is installed where there is no GPU. */
    private static boolean isFault(Readiness part) {
        boolean ready = part.state() == State.READY && part.reason().isEmpty();
        return part.kind() != Kind.ENGINE && !ready && part.state() != State.LOADING
                && (part.kind() == Kind.RECOGNIZER || part.state() != State.WAITING);
    }
}
