package io.deltaframe.shell.platform;

import io.deltaframe.api.Action;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.Recognizer;
import java.util.List;
import java.util.function.Supplier;

/**
 * A recognizer for the time of one command, and the names of its classes that the command asked for. Closing gives the
 * recognizer back and undoes whatever was configured to get it.
 */
public final class RecognizerHandle implements AutoCloseable {

    private final ServiceHandle<Recognizer> service;
    private final String name;
    private final Supplier<String> engine;
    /** Null for the model's own. */
    private final List<String> labels;

    /**
     * A recognizer with its model's own labels.
     *
     * @param service the recognizer
     * @param name    its name in the platform
     * @param engine  tells the name of the engine that it runs on now
     */
    public RecognizerHandle(ServiceHandle<Recognizer> service, String name, Supplier<String> engine) {
        this(service, name, engine, null);
    }

    private RecognizerHandle(ServiceHandle<Recognizer> service, String name, Supplier<String> engine,
            List<String> labels) {
        this.service = service;
        this.name = name;
        this.engine = engine;
        this.labels = labels;
    }

    /**
     * {@return the same recognizer with other names for its classes, as many as it has; to be closed instead of this}
     */
    RecognizerHandle withLabels(List<String> names) {
        return new RecognizerHandle(service, name, engine, names);
    }

    /** {@return the recognizer} */
    public Recognizer recognizer() {
        return service.get();
    }

    /** {@return its model as the caller shall see it, with the labels that were asked for} */
    public ModelInfo model() {
        return relabelled(recognizer().model());
    }

    /** {@return its name in the platform, by which other services know it} */
    public String name() {
        return name;
    }

    /** {@return name of the engine it runs on} */
    public String engine() {
        return engine.get();
    }

    /**
     * {@return the recognition as the caller shall see it, with the labels that were asked for}
     *
     * @param r what the recognizer found
     */
    public Recognition present(Recognition r) {
        if (labels == null) {
            return r;
        }
        List<Action> actions = r.actions().stream()
                .map(action -> new Action(action.index(), labels.get(action.index()), action.score())).toList();
        return new Recognition(r.video(), relabelled(r.model()), r.engine(), r.frames(), r.views(), r.timing(),
                actions, r.logits(), r.warnings());
    }

    private ModelInfo relabelled(ModelInfo m) {
        return labels == null ? m
                : new ModelInfo(m.name(), m.version(), m.sha256(), m.architecture(), m.segments(), m.inputSize(),
                m.resizeShortSide(), labels, m.provenance(), m.license(), m.members());
    }

    @Override
    public void close() {
        service.close();
    }
}
