package io.deltaframe.live.session;

import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.ActionEvent.Ending;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveOptions.Gate;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.LiveStatus;
import io.deltaframe.api.live.SourceEvent;
import io.deltaframe.api.live.SourceOptions;
import io.deltaframe.api.live.SourceState;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.api.segment.SegmentNetwork;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.live.action.ActionTracker;
import io.deltaframe.live.gate.ForcedLooks;
import io.deltaframe.live.gate.StreamGate;
import io.deltaframe.live.inference.Recognizers;
import io.deltaframe.live.inference.Turns;
import io.deltaframe.live.inference.WindowInference;
import io.deltaframe.live.metrics.CameraMeter;
import io.deltaframe.live.result.Mailbox;
import io.deltaframe.live.result.Result;
import io.deltaframe.live.session.Tasks.EndEvents;
import io.deltaframe.live.session.Tasks.Look;
import io.deltaframe.live.session.Tasks.Task;
import io.deltaframe.live.source.SourceReader;
import io.deltaframe.live.window.DueWindow;
import io.deltaframe.live.window.StreamWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.osgi.framework.ServiceReference;

/**
 * A live session. Two threads meet here: the one that pushes frames, which shrinks and keeps them and notes what is
 * due, and the one whose turn it is on the recognizer, which takes what is due. The lock between them is held for
 * bookkeeping only, never while a network runs.
 */
final class Session implements LiveSession, Turns.Taker {

    private final LiveOptions options;
    private final Surroundings around;
    private final Teller teller;
    private final Consumer<Session> onClose;
    private final Predicate<ServiceReference<?>> choice;
    /** Held while a frame is shrunk: frames go in one after the other. */
    private final Object entrance = new Object();
    private volatile UnaryOperator<Frame> shrinking;
    /** Makes cells at the entrance; guarded by this for all else. */
    private final StreamGate gate;

    // Of whose turn it is
    private final WindowInference inference;
    private final ForcedLooks forced;
    private final ActionTracker actions;
    private List<SegmentNetwork> planned = List.of();

    // Guarded by this
    private final StreamWindows windows;
    private final Tasks tasks = new Tasks();
    private final Tally tally = new Tally();
    private boolean busy;
    private boolean closed;
    private SourceReader reader;

    Session(LiveOptions options, Surroundings around, Mailbox mailbox, Consumer<Session> onClose) {
        this.options = options;
        this.around = around;
        this.teller = new Teller(options, mailbox, around, new CameraMeter(this::status));
        this.onClose = onClose;
        this.choice = Recognizers.choice(options.recognizer());
        this.inference = new WindowInference(options.incremental());
        this.forced = new ForcedLooks(options.look());
        this.gate = new StreamGate(options.gate() != Gate.OFF);
        this.windows = new StreamWindows(options);
        this.actions = new ActionTracker(options, Instant.now());
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public void push(Frame frame) {
        long arrival = System.nanoTime();
        synchronized (entrance) {
            UnaryOperator<Frame> present = shrinking == null ? prepare() : shrinking;
            Frame shrunk = present == null ? null : present.apply(frame);
            float[] cells = shrunk == null ? null : gate.cells(shrunk, arrival);
            synchronized (this) {
                if (closed) {
                    throw new IllegalStateException("live session " + name() + " is closed");
                }
                tally.frame();
                if (shrunk == null) {
                    tally.late();
                    return;
                }
                keep(frame, shrunk, cells, arrival);
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
                tally.because("");
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
        tally.because(why);
    }

    private String absence() {
        return options.recognizer().isEmpty() ? "there is no recognizer"
                : "there is no recognizer " + options.recognizer();
    }

    /** With the lock. */
    private void keep(Frame frame, Frame shrunk, float[] cells, long arrival) {
        StreamWindows.Arrival seen = windows.accept(frame, shrunk, arrival);
        if (!seen.kept()) {
            tally.late();
            return;
        }
        if (seen.epoch()) {
            add(new EndEvents(Ending.EPOCH, seen.reason()));
        }
        gate.take(seen.time(), seen.epoch(), cells);
        if (seen.missed() > 0) {
            tally.dropped(seen.missed());
            tally.because("frames of a window take more than memory, " + options.memory() + " bytes, allows");
        }
        for (DueWindow window : seen.due()) {
            Look look = new Look(window, isStill(window));
            // The newest is served, and those that wait give way to it
            tally.dropped(tasks.giveWay(look));
            add(look);
        }
    }

    /** With the lock. */
    private boolean isStill(DueWindow window) {
        return gate.still(window.start(), window.end());
    }

    /** With the lock. */
    private void add(Task task) {
        tasks.add(task);
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
            task = tasks.next();
        }
        try {
            switch (task) {
                case Look look -> look(recognizer, look);
                case EndEvents end -> tell(actions.endAll(end.why(), end.reason()));
                case null -> { }
            }
        } catch (RecognitionException e) {
            failed(e.getMessage(), e);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            failed(e.toString(), e);
        }
        synchronized (this) {
            tally.open(actions.open());
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
            tally.dropped(1);
            tally.because(why);
        }
        around.log().error("live session {} lost a window: {}", name(), why, cause);
    }

    private void look(Optional<SegmentRecognizer> recognizer, Look look) throws RecognitionException {
        if (recognizer.isEmpty()) {
            synchronized (this) {
                tally.dropped(1);
                tally.because(absence());
            }
            return;
        }
        WindowInference.Answer answer;
        ModelInfo by;
        String engine;
        boolean gated;
        DueWindow window = look.window();
        try (HeldNetworks networks = recognizer.get().hold()) {
            by = networks.model();
            engine = networks.engine();
            gated = look.still() && !forced.due(window.epoch(), window.end(), networks.networks());
            long hop = plan(networks);
            answer = gated && options.gate() == Gate.ON ? WindowInference.Answer.still(networks)
                    : inference.look(networks, window, window.start() + hop);
            if (!gated) {
                forced.looked(window.epoch(), window.end(), networks.networks());
            }
        }
        WindowResult result = teller.result(window, answer, by, engine, gated);
        synchronized (this) {
            tally.answered(result);
            if (gated && result.actions().stream().anyMatch(action -> action.score() >= options.enter())) {
                tally.missed();
            }
        }
        teller.tell(Result.of(result));
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

    private void tell(List<ActionEvent> told) {
        synchronized (this) {
            tally.events(actions.started());
        }
        teller.tell(told);
    }

    @Override
    public void end() {
        finish(Ending.STREAM_END, "the stream ended", true);
    }

    synchronized void finish(Ending why, String because, boolean withRest) {
        if (closed) {
            return;
        }
        DueWindow rest = windows.end();
        if (rest != null && withRest) {
            add(new Look(rest, isStill(rest)));
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
        return teller.awaitTold(end);
    }

    @Override
    public void attach(SourceOptions source) {
        SourceReader next = new SourceReader(name(), source, around.sources(), new SourceSink(this));
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

    /** Waits until another window could be taken without dropping one. */
    synchronized void awaitRoom() throws InterruptedException {
        while (!closed && tasks.hasLook()) {
            wait();
        }
    }

    /** Ends the stream, and waits until all that came of it has been told. */
    synchronized void endAndWait() throws InterruptedException {
        end();
        while (busy) {
            wait();
        }
    }

    void source(SourceState state, String why) {
        synchronized (this) {
            tally.source(state, why);
        }
        teller.tell(Result.of(new SourceEvent(name(), state, why, Instant.now())));
    }

    /** {@return what measures this session} */
    CameraMeter meter() {
        return teller.meter();
    }

    @Override
    public synchronized LiveStatus status() {
        return tally.status(name(), windows, inference.bytes());
    }

    @Override
    public void close() {
        SourceReader attached;
        synchronized (this) {
            if (closed) {
                return;
            }
            tally.dropped(tasks.dropLooks());
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
