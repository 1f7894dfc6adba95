package io.deltaframe.live.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.LiveListener;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.live.inference.Recognizers;
import io.deltaframe.live.inference.Turns;
import io.deltaframe.live.metrics.Meters;
import io.deltaframe.live.result.Listeners;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.osgi.framework.ServiceReference;

/** What sessions need around them, with a {@link FakeRecognizer} in service. */
final class SessionRig {

    static final Duration LONG = Duration.ofSeconds(30);

    final FakeRecognizer recognizer = new FakeRecognizer("m", 8, "wave", "hash");
    final Heard heard = new Heard();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Recognizers recognizers = new Recognizers();
    private final ServiceReference<SegmentRecognizer> reference = FakeReference.of("default");
    private final Surroundings around = new Surroundings(recognizers, new Turns(executor),
            new Listeners(FakeLog.log()), new Meters(), () -> null, FakeLog.log());

    SessionRig() {
        serve();
    }

    /** Remembers what it is told. */
    static final class Heard implements LiveListener {
        final List<WindowResult> windows = new CopyOnWriteArrayList<>();
        final List<ActionEvent> events = new CopyOnWriteArrayList<>();

        @Override
        public void window(WindowResult result) {
            windows.add(result);
        }

        @Override
        public void started(ActionEvent event) {
            events.add(event);
        }

        @Override
        public void ended(ActionEvent event) {
            events.add(event);
        }
    }

    void serve() {
        recognizers.bind(reference, recognizer);
    }

    void withdraw() {
        recognizers.unbind(reference);
    }

    Session open(LiveOptions options) {
        return open(options, heard);
    }

    Session open(LiveOptions options, LiveListener listener) {
        return new Session(options, around, around.listeners().mailbox(listener), closed -> { });
    }

    void stop() {
        executor.shutdownNow();
        assertTrue(recognizer.open.isEmpty(), "networks are held by nobody");
    }

    /** A frame of noise, another for each number, at 25 a second. */
    static Frame frame(int number) {
        byte[] rgb = new byte[48];
        new Random(number).nextBytes(rgb);
        return Frame.wrap(4, 4, number * 40_000L, rgb);
    }

    /** Pushes frames, each after all that came of the one before. */
    static void push(LiveSession session, int from, int to) throws InterruptedException {
        for (int i = from; i < to; i++) {
            session.push(frame(i));
            assertTrue(session.drain(LONG));
        }
    }

    /** Waits until a window is being computed and has to wait at the recognizer's gate. */
    void awaitInFlight() {
        while (!recognizer.gate.hasQueuedThreads()) {
            Thread.onSpinWait();
        }
    }

    /** Waits until a session has nothing to do, or waits at the recognizer's gate. */
    void settle(LiveSession session) throws InterruptedException {
        while (!recognizer.gate.hasQueuedThreads() && !session.drain(Duration.ofMillis(1))) {
            Thread.onSpinWait();
        }
    }
}
