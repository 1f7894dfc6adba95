package io.deltaframe.evaluation.stream;

import io.deltaframe.api.Action;
import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.live.LiveListener;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.api.live.LiveStatus;
import io.deltaframe.api.live.SourceEvent;
import io.deltaframe.api.live.SourceOptions;
import io.deltaframe.api.live.SourceState;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.api.live.WindowResult.Inference;
import io.deltaframe.api.live.WindowResult.TimeBase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Sessions over videos whose names say how many windows they have. Exact windows show class 1 with 0.8; those computed
 * in part with 0.6, but for every fourth, which shows class 2 with 0.6.
 */
final class FakeSessions implements LiveSessions {

    static final ModelInfo MODEL = new ModelInfo("m", "1.0.0", "ab", "", 8, 224, 256, List.of("a", "b", "c"), "", "");

    boolean parts = true;
    long dropped;
    ModelInfo model = MODEL;
    final List<LiveOptions> opened = new ArrayList<>();

    @Override
    public LiveSession open(LiveOptions options, LiveListener listener) {
        opened.add(options);
        return new Session(options, listener);
    }

    @Override
    public List<LiveStatus> status() {
        return List.of();
    }

    private final class Session implements LiveSession {
        private final LiveOptions options;
        private final LiveListener listener;
        private int windows;

        Session(LiveOptions options, LiveListener listener) {
            this.options = options;
            this.listener = listener;
        }

        @Override
        public String name() {
            return options.name();
        }

        @Override
        public void push(Frame frame) {
            throw new UnsupportedOperationException("frames come from sources");
        }

        @Override
        public void end() { }

        @Override
        public boolean drain(Duration longest) {
            return true;
        }

        @Override
        public void attach(SourceOptions source) {
            String name = source.location().replaceAll(".*/", "");
            if (name.startsWith("broken")) {
                state(SourceState.LOST, "it is no video");
            } else {
                int count = Integer.parseInt(name.replaceAll("\\..*|\\D", ""));
                for (int i = 0; i < count; i++) {
                    listener.window(window(i));
                }
                windows = count;
            }
            state(SourceState.STOPPED, "");
        }

        private void state(SourceState state, String reason) {
            listener.source(new SourceEvent(name(), state, reason, Instant.EPOCH));
        }

        private WindowResult window(int number) {
            boolean part = parts && options.incremental() > 0 && number > 0;
            double[] scores = !part ? new double[] {0.1, 0.8, 0.1}
                    : number % 4 == 0 ? new double[] {0.2, 0.2, 0.6} : new double[] {0.2, 0.6, 0.2};
            List<Action> actions = new ArrayList<>();
            for (int i = 0; i < scores.length; i++) {
                actions.add(new Action(i, model.labels().get(i), scores[i]));
            }
            actions.sort(Comparator.comparingDouble(Action::score).reversed());
            return new WindowResult(name(), number, 1, options.hop().multipliedBy(number),
                    options.hop().multipliedBy(number).plus(options.window()), Instant.EPOCH, Instant.EPOCH,
                    TimeBase.STREAM, false, actions, model, "simd", Duration.ZERO, 7, 8,
                    part ? Inference.INCREMENTAL : Inference.EXACT, false);
        }

        @Override
        public LiveStatus status() {
            return new LiveStatus(name(), SourceState.STOPPED, dropped > 0 ? "memory is short" : "", "",
                    options.window(), options.hop(), 1, 0, 0, 25, windows, dropped, 0, 0, 0, 0, Duration.ZERO, 0);
        }

        @Override
        public void close() { }
    }
}
