package io.deltaframe.live.session;

import io.deltaframe.api.Action;
import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.ActionEvent.Ending;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.LiveStatus;
import io.deltaframe.api.live.SourceEvent;
import io.deltaframe.api.live.SourceOptions;
import io.deltaframe.api.live.SourceState;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.api.segment.SegmentNetwork;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.api.video.StreamSource;
import io.deltaframe.live.action.ActionTracker;
import io.deltaframe.live.inference.Recognizers;
import io.deltaframe.live.inference.Turns;
import io.deltaframe.live.inference.WindowInference;
import io.deltaframe.live.metrics.CameraMeter;
import io.deltaframe.live.metrics.Meters;
import io.deltaframe.live.result.Listeners;
import io.deltaframe.live.result.Mailbox;
import io.deltaframe.live.result.Result;
import io.deltaframe.live.source.FrameSink;
import io.deltaframe.live.source.SourceReader;
import io.deltaframe.live.window.DueWindow;
import io.deltaframe.live.window.StreamWindows;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.Logger;

/**
 * A live session. Two threads meet here: the one that pushes frames, which shrinks and keeps them and notes what is
 * due, and the one whose turn it is on the recognizer, which takes what is due. The lock between them is held for
 * bookkeeping only, never while a network runs.
 */
final class Session implements LiveSession, Turns.Taker {

    /**
     * What all sessions share.
     *
     * @param recognizers in service
     * @param turns       give time on them
     * @param listeners   are told
     * @param meters      measure engines
     * @param sources     gives the service that opens streams, or null where there is none
     * @param log         of the bundle
     */
    record Surroundings(Recognizers recognizers, Turns turns, Listeners listeners, Meters meters,
                        Supplier<StreamSource> sources, Logger log) { }

    /** What is to be done on a turn. */
    private sealed interface Task { }

    private record Look(DueWindow window) implements Task { }

    private record EndEvents(Ending why, String reason) implements Task { }

    private final LiveOptions options;
    private final Surroundings around;
    private final Mailbox mailbox;
    private final Consumer<Session> onClose;
    private final Predicate<ServiceReference<?>> choice;
    /** Held while a frame is shrunk: frames go in one after the other. */
    private final Object entrance = new Object();
    private volatile UnaryOperator<Frame> shrinking;
    private final CameraMeter meter = new CameraMeter(this::status);

    // Of whose turn it is
    private final WindowInference inference = new WindowInference();
    private final ActionTracker actions;
    private List<SegmentNetwork> planned = List.of();

    // Guarded by this
    private final StreamWindows windows;
    private final Deque<Task> tasks = new ArrayDeque<>();
    private final LatencyWindow latencies = new LatencyWindow();
    private boolean busy;
    private boolean closed;
    private long frames;
    private long late;
    private long answered;
    private long dropped;
    private long events;
    private int open;
    private String model = "";
    private String reason = "";
    private SourceState sourceState = SourceState.NONE;
    private String sourceReason = "";
    private SourceReader reader;

    Session(LiveOptions options, Surroundings around, Mailbox mailbox, Consumer<Session> onClose) {
        this.options = options;
        this.around = around;
        this.mailbox = mailbox;
        this.onClose = onClose;
        this.choice = Recognizers.choice(options.recognizer());
        this.windows = new StreamWindows(options);
        this.actions = new ActionTracker(options, Instant.now());
    }

    @Override
    public String name() {
        return options.name();
    }

    /** {@return what measures this session} */
    CameraMeter meter() {
        return meter;
    }

    @Override
    public void push(Frame frame) {
        long arrival = System.nanoTime();
        synchronized (entrance) {
            UnaryOperator<Frame> present = shrinking == null ? prepare() : shrinking;
            Frame shrunk = present == null ? null : present.apply(frame);
            synchronized (this) {
                if (closed) {
                    throw new IllegalStateException("live session " + name() + " is closed");
                }
                frames++;
                if (shrunk == null) {
                    late++;
                    return;
                }
                keep(frame, shrunk, arrival);
            }
        }
    }

    /** {@return what shrinks frames, or null while there is no recognizer} */
    private UnaryOperator<Frame> prepare() {
        Optional<SegmentRecognizer> recognizer = recognizer();
        if (recognizer.isEmpty()) {
            because(absence());
            return null;
        }
        try (HeldNetworks networks = recognizer.get().hold()) {
            synchronized (this) {
                windows.plan(WindowInference.segments(networks));
                reason = "";
            }
            UnaryOperator<Frame> first = networks.shrinking();
            shrinking = first;
            return first;
        } catch (RecognitionException e) {
            because(e.getMessage());
            return null;
        }
    }

    private synchronized void because(String why) {
        reason = why;
    }

    private String absence() {
        return options.recognizer().isEmpty() ? "there is no recognizer"
                : "there is no recognizer " + options.recognizer();
    }

    /** With the lock. */
    private void keep(Frame frame, Frame shrunk, long arrival) {
        StreamWindows.Arrival seen = windows.accept(frame, shrunk, arrival);
        if (!seen.kept()) {
            late++;
            return;
        }
        if (seen.epoch()) {
            add(new EndEvents(Ending.EPOCH, seen.reason()));
        }
        if (seen.missed() > 0) {
            dropped += seen.missed();
            reason = "frames of a window take more than memory, " + options.memory() + " bytes, allows";
        }
        for (DueWindow window : seen.due()) {
            // The newest is served, and those that wait give way to it
            int before = tasks.size();
            tasks.removeIf(Look.class::isInstance);
            dropped += before - tasks.size();
            add(new Look(window));
        }
    }

    /** With the lock. */
    private void add(Task task) {
        tasks.addLast(task);
        if (!busy) {
            busy = true;
            try {
                around.turns().request(this);
            } catch (RejectedExecutionException e) {
                // The service is being stopped
                busy = false;
                tasks.clear();
            }
        }
    }

    @Override
    public Optional<SegmentRecognizer> recognizer() {
        return around.recognizers().find(choice);
    }

    @Override
    public boolean turn(Optional<SegmentRecognizer> recognizer) {
        Task task;
        synchronized (this) {
            task = tasks.pollFirst();
        }
        try {
            switch (task) {
                case Look look -> look(recognizer, look.window());
                case EndEvents end -> tell(actions.endAll(end.why(), end.reason()));
                case null -> { }
            }
        } catch (RecognitionException e) {
            failed(e.getMessage(), e);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            failed(e.toString(), e);
        }
        synchronized (this) {
            open = actions.open();
            busy = !tasks.isEmpty();
            if (!busy && closed) {
                inference.close();
            }
            notifyAll();
            return busy;
        }
    }

    private void failed(String why, Throwable cause) {
        inference.close();
        synchronized (this) {
            dropped++;
            reason = why;
        }
        around.log().error("live session {} lost a window: {}", name(), why, cause);
    }

    private void look(Optional<SegmentRecognizer> recognizer, DueWindow window) throws RecognitionException {
        if (recognizer.isEmpty()) {
            synchronized (this) {
                dropped++;
                reason = absence();
            }
            return;
        }
        WindowInference.Answer answer;
        ModelInfo by;
        String engine;
        try (HeldNetworks networks = recognizer.get().hold()) {
            by = networks.model();
            engine = networks.engine();
            answer = inference.look(networks, window, window.start() + plan(networks));
        }
        WindowResult result = result(window, answer, by, engine);
        synchronized (this) {
            answered++;
            latencies.add(result.latency());
            model = by.name() + " " + by.version();
            reason = "";
        }
        meter.answered(result.latency().toNanos());
        around.meters().engine(engine).answered(answer.segments(), answer.shared(), answer.encodeNanos(),
                answer.classifyNanos());
        tell(Result.of(result));
        tell(actions.take(result, answer.scores()));
    }

    /** {@return the hop that goes with these networks, for which the windows to come are laid out} */
    private long plan(HeldNetworks networks) {
        boolean others = !networks.networks().equals(planned);
        if (others) {
            planned = networks.networks();
            shrinking = networks.shrinking();
        }
        synchronized (this) {
            if (others) {
                windows.plan(WindowInference.segments(networks));
            }
            return windows.plan().hop();
        }
    }

    private WindowResult result(DueWindow window, WindowInference.Answer answer, ModelInfo by, String engine) {
        long now = System.nanoTime();
        long last = window.frames().getLast().time();
        Instant end = Instant.now().minusNanos(now - window.arrivalNanos()).plus(window.end() - last,
                ChronoUnit.MICROS);
        List<Action> shown = answer.scores().stream()
                .filter(action -> options.labels().isEmpty() || options.labels().contains(action.label()))
                .limit(options.topK()).toList();
        return new WindowResult(name(), window.number(), window.epoch(), micros(window.start()), micros(window.end()),
                end.minus(window.end() - window.start(), ChronoUnit.MICROS), end, window.timeBase(), window.partial(),
                shown, by, engine, Duration.ofNanos(now - window.arrivalNanos()), answer.shared(), answer.segments());
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    private void tell(List<ActionEvent> told) {
        synchronized (this) {
            events = actions.started();
        }
        told.forEach(event -> tell(Result.of(event)));
    }

    private void tell(Result result) {
        mailbox.put(result);
        around.listeners().tell(result);
    }

    @Override
    public void end() {
        finish(Ending.STREAM_END, "the stream ended", true);
    }

    private synchronized void finish(Ending why, String because, boolean withRest) {
        if (closed) {
            return;
        }
        DueWindow rest = windows.end();
        if (rest != null && withRest) {
            add(new Look(rest));
        }
        add(new EndEvents(why, because));
    }

    @Override
    public boolean drain(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        synchronized (this) {
            for (long left = end - System.nanoTime(); busy && left > 0; left = end - System.nanoTime()) {
                wait(left / 1_000_000 + 1);
            }
            if (busy) {
                return false;
            }
        }
        return mailbox.awaitEmpty(end);
    }

    @Override
    public void attach(SourceOptions source) {
        SourceReader next = new SourceReader(name(), source, around.sources(), new Sink());
        SourceReader before;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("live session " + name() + " is closed");
            }
            before = reader;
            reader = next;
        }
        if (before != null) {
            before.close();
        }
        next.start();
    }

    /** What a source fills. */
    private final class Sink implements FrameSink {
        @Override
        public void push(Frame frame) {
            Session.this.push(frame);
        }

        @Override
        public void decoded(long nanos) {
            meter.decoded(nanos);
        }

        @Override
        public void awaitRoom() throws InterruptedException {
            synchronized (Session.this) {
                while (!closed && tasks.stream().anyMatch(Look.class::isInstance)) {
                    Session.this.wait();
                }
            }
        }

        @Override
        public void ended() throws InterruptedException {
            end();
            synchronized (Session.this) {
                while (busy) {
                    Session.this.wait();
                }
            }
        }

        @Override
        public void lost(String why) {
            finish(Ending.SOURCE_LOST, why, false);
        }

        @Override
        public void state(SourceState state, String why) {
            synchronized (Session.this) {
                sourceState = state;
                sourceReason = why;
            }
            tell(Result.of(new SourceEvent(name(), state, why, Instant.now())));
        }
    }

    @Override
    public synchronized LiveStatus status() {
        return new LiveStatus(name(), sourceState, sourceReason.isEmpty() ? reason : sourceReason, model,
                micros(windows.plan().window()), micros(windows.plan().hop()), windows.epoch(), frames, late,
                windows.framesPerSecond(), answered, dropped, events, open, latencies.p95(),
                windows.bytes() + inference.bytes());
    }

    @Override
    public void close() {
        SourceReader attached;
        synchronized (this) {
            if (closed) {
                return;
            }
            int before = tasks.size();
            tasks.removeIf(Look.class::isInstance);
            dropped += before - tasks.size();
            windows.end();
            add(new EndEvents(Ending.CLOSED, "the session was closed"));
            closed = true;
            attached = reader;
            notifyAll();
        }
        if (attached != null) {
            attached.close();
        }
        onClose.accept(this);
    }
}
