package io.deltaframe.live.session;

import io.deltaframe.api.Action;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.api.live.WindowResult.Inference;
import io.deltaframe.live.inference.WindowInference;
import io.deltaframe.live.metrics.CameraMeter;
import io.deltaframe.live.result.Mailbox;
import io.deltaframe.live.result.Result;
import io.deltaframe.live.window.DueWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Makes results of what was seen, counts and tells them: the one who opened the session, and all listeners. */
final class Teller {

    private final LiveOptions options;
    private final Mailbox mailbox;
    private final Surroundings around;
    private final CameraMeter meter;

    Teller(LiveOptions options, Mailbox mailbox, Surroundings around, CameraMeter meter) {
        this.options = options;
        this.mailbox = mailbox;
        this.around = around;
        this.meter = meter;
    }

    /** {@return what measures the session} */
    CameraMeter meter() {
        return meter;
    }

    /**
     * {@return the result of a window; its latency is reckoned from now}
     *
     * @param window the window
     * @param answer what was seen
     * @param by     the model that saw it
     * @param engine name of the engine
     * @param gated  whether the motion gate saw nothing move
     */
    WindowResult result(DueWindow window, WindowInference.Answer answer, ModelInfo by, String engine,
                        boolean gated) {
        long now = System.nanoTime();
        long last = window.frames().getLast().time();
        Instant end = Instant.now().minusNanos(now - window.arrivalNanos()).plus(window.end() - last,
                ChronoUnit.MICROS);
        List<Action> shown = answer.inference() == Inference.NONE ? List.of() : answer.scores().stream()
                .filter(action -> options.labels().isEmpty() || options.labels().contains(action.label()))
                .limit(options.topK()).toList();
        meter.answered(now - window.arrivalNanos());
        if (answer.inference() != Inference.NONE) {
            around.meters().engine(engine).answered(answer.segments(), answer.shared(), answer.encodeNanos(),
                    answer.classifyNanos());
        }
        return new WindowResult(options.name(), window.number(), window.epoch(), micros(window.start()),
                micros(window.end()), end.minus(window.end() - window.start(), ChronoUnit.MICROS), end,
                window.timeBase(), window.partial(), shown, by, engine, Duration.ofNanos(now - window.arrivalNanos()),
                answer.shared(), answer.segments(), answer.inference(), gated);
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    void tell(List<ActionEvent> events) {
        events.forEach(event -> tell(Result.of(event)));
    }

    void tell(Result result) {
        mailbox.put(result);
        around.listeners().tell(result);
    }

    /**
     * Waits until the one who opened the session has been told everything.
     *
     * @param end when to give up, by {@link System#nanoTime}
     * @return whether everything has been told
     * @throws InterruptedException if interrupted
     */
    boolean awaitTold(long end) throws InterruptedException {
        return mailbox.awaitEmpty(end);
    }
}
