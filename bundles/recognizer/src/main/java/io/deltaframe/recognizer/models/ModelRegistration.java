package io.deltaframe.recognizer.models;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.event.ModelEvents;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.api.model.Model;
import io.deltaframe.recognizer.osgi.CoalescingTask;
import io.deltaframe.recognizer.osgi.EventPublisher;
import io.deltaframe.recognizer.osgi.Registration;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.log.Logger;

/**
 * One model's way into the service registry: inspected in the background, then registered; another model in its place
 * is registered before the first one goes, and if it cannot be used the first one stays. Its readiness probe is
 * registered beside it where no component is one. Safe for several threads.
 */
final class ModelRegistration {

    /** Files that take longer to be read are told of. */
    private static final long LONG_SECONDS = 30;

    /** Finds out what is to be published. */
    interface Preparation {

        /**
         * {@return the model}
         *
         * @throws IOException if it cannot be used
         */
        InspectedModel prepare() throws IOException;
    }

    private record Request(Preparation preparation, Map<String, Object> properties) { }

    private final String what;
    private final String file;
    private final EventPublisher events;
    private final Logger log;
    private final CoalescingTask work;
    private final Registration<Model> registration;
    private final Registration<ReadinessProbe> probe;

    // Of the background work only, which never runs twice at once
    private InspectedModel offered;
    private Request done;
    /** What failed last, so that a folder or file that fails on as before is told of once. */
    private String told = "";

    private volatile Request request;
    private volatile boolean withdrawn;
    private volatile Readiness readiness;
    /** When what is being inspected began to be, as {@link System#nanoTime} has it; 0 while nothing is. */
    private volatile long begun;

    /**
     * Nothing published yet.
     *
     * @param owner    in whose name the model is registered
     * @param what     the model in words, for messages and as the probe's name
     * @param file     path or name of its file, with which messages about it may begin
     * @param executor where models are inspected
     * @param events   told of every failure
     * @param log      told once of success and of every failure
     */
    ModelRegistration(BundleContext owner, String what, String file, Executor executor, EventPublisher events,
            Logger log) {
        this.registration = new Registration<>(owner, Model.class);
        this.probe = new Registration<>(owner, ReadinessProbe.class);
        this.what = what;
        this.file = file;
        this.events = events;
        this.log = log;
        this.work = new CoalescingTask(executor, this::work);
        this.readiness = readiness(State.LOADING, "is to be inspected");
    }

    /**
     * Publishes a model in place of the one before, soon.
     *
     * @param preparation finds out about it
     * @param properties  service properties beside those every model has
     */
    void publish(Preparation preparation, Map<String, Object> properties) {
        request = new Request(preparation, Map.copyOf(properties));
        work.request();
    }

    /** {@return whether a readiness probe is now registered beside the model; not where its owner has stopped} */
    boolean registerProbe() {
        ReadinessProbe service = this::readiness;
        return probe.publish(service, Map.of());
    }

    /** Takes the model and its probe away for good. */
    void withdraw() {
        withdrawn = true;
        registration.close();
        probe.close();
    }

    /** {@return where this stands} */
    Readiness readiness() {
        long since = begun;
        return since == 0 ? readiness
                : whileReading(readiness, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since));
    }

    /** {@return where something stands that is being read; nobody is to wait for a share that does not answer} */
    static Readiness whileReading(Readiness stands, long seconds) {
        if (seconds < LONG_SECONDS) {
            return stands;
        }
        String reason = "reading for " + seconds + " s: does its file system answer?";
        return switch (stands.state()) {
            case READY -> new Readiness(stands.kind(), stands.name(), State.READY, "still offers the model before, "
                    + reason);
            default -> new Readiness(stands.kind(), stands.name(), State.WAITING, reason);
        };
    }

    private void work() {
        Request next = request;
        if (withdrawn || next == done) {
            return;
        }
        done = next;
        try {
            InspectedModel model = prepare(next.preparation());
            if (!withdrawn) {
                register(model, next.properties());
                readiness = readiness(State.READY, "");
                told = "";
            }
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            String reason = e instanceof IOException || e instanceof IllegalArgumentException ? e.getMessage()
                    : e.toString();
            readiness = offered == null ? readiness(State.FAILED, reason)
                    : readiness(State.READY,
                            "still offers " + name(offered.info()) + " because the new one failed: " + reason);
            if (!withdrawn && !reason.equals(told)) {
                told = reason;
                tell(reason, e);
                events.post(ModelEvents.FAILED, Map.of(ModelEvents.SOURCE, source(), ModelEvents.REASON, reason));
            }
        }
    }

    private InspectedModel prepare(Preparation preparation) throws IOException {
        long now = System.nanoTime();
        begun = now == 0 ? 1 : now;
        try {
            return preparation.prepare();
        } finally {
            begun = 0;
        }
    }

    /** One line, which names the file once; the trace of what nobody has foreseen goes with it. */
    private void tell(String reason, Throwable failure) {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        String rest = reason;
        for (String subject : List.of(file + ": ", name + ": ")) {
            rest = rest.startsWith(subject) ? rest.substring(subject.length()) : rest;
        }
        String line = what + ": " + rest;
        if (failure instanceof IOException || failure instanceof IllegalArgumentException) {
            log.error("model {}", line);
        } else {
            log.error("model {}", line, failure);
        }
    }

    private void register(InspectedModel model, Map<String, Object> extra) {
        ModelInfo info = model.info();
        Map<String, Object> properties = new HashMap<>(extra);
        properties.put(ModelEvents.SOURCE, source());
        properties.put(Model.NAME, info.name());
        properties.put(Model.VERSION, Version.parseVersion(info.version()));
        properties.put(Recognizer.MODEL_SHA256, info.sha256());
        properties.put(Model.LABELS_SHA256, ClassLabels.sha256(info.labels()));
        properties.put(Recognizer.SEGMENTS, info.segments());
        properties.put(Recognizer.LABELS_COUNT, info.labels().size());
        boolean known = model.equals(offered);
        if (!registration.publish(model, properties) || known) {
            return;
        }
        offered = model;
        log.info("model {} is {}, {}, {} classes, {} segments", what, name(info), info.architecture(),
                info.labels().size(), info.segments());
        model.notes().forEach(note -> log.warn("model {}: {}", what, note));
    }

    private String source() {
        return file.isBlank() ? what : file;
    }

    private Readiness readiness(State state, String reason) {
        return new Readiness(Readiness.Kind.MODEL, what, state, reason);
    }

    private static String name(ModelInfo info) {
        return info.name() + " " + info.version();
    }
}
