package io.deltaframe.live.session;

import io.deltaframe.api.Action;
import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.segment.AdvancingClip;
import io.deltaframe.api.segment.EncodedSegment;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.api.segment.SegmentNetwork;
import io.deltaframe.api.segment.SegmentRecognizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Runs a network whose logits depend on every byte of every frame and on the order of the segments: a value kept from
 * the wrong frames shows. Counts what it does, and can be made to wait.
 */
final class FakeRecognizer implements SegmentRecognizer {

    final AtomicInteger encoded = new AtomicInteger();
    final AtomicInteger classified = new AtomicInteger();
    volatile boolean advancing = true;
    final Set<Object> open = ConcurrentHashMap.newKeySet();
    final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);
    volatile FakeNetwork network;
    volatile boolean failing;

    FakeRecognizer(String model, int segments, String... labels) {
        serve(model, segments, labels);
    }

    void serve(String model, int segments, String... labels) {
        network = new FakeNetwork(new ModelInfo(model, "1.0.0", "", "", segments, 4, 4, List.of(labels), "", ""));
    }

    @Override
    public HeldNetworks hold() throws RecognitionException {
        if (network == null) {
            throw new RecognitionException("recognizer fake has no network");
        }
        Held held = new Held(network);
        open.add(held);
        return held;
    }

    private final class Held implements HeldNetworks {
        private final FakeNetwork network;

        Held(FakeNetwork network) {
            this.network = network;
        }

        @Override
        public ModelInfo model() {
            return network.model();
        }

        @Override
        public String engine() {
            return "fake";
        }

        @Override
        public List<SegmentNetwork> networks() {
            return List.of(network);
        }

        @Override
        public UnaryOperator<Frame> shrinking() {
            return UnaryOperator.identity();
        }

        @Override
        public List<Action> rank(List<float[]> logits) {
            List<Action> actions = new ArrayList<>();
            for (int i = 0; i < logits.getFirst().length; i++) {
                actions.add(new Action(i, model().labels().get(i), logits.getFirst()[i]));
            }
            actions.sort(Comparator.comparingDouble(Action::score).reversed());
            return actions;
        }

        @Override
        public void close() {
            open.remove(this);
        }
    }

    private static final class Encoded implements EncodedSegment {
        private int hash;
        private boolean closed;

        @Override
        public long bytes() {
            return 10;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Of two classes or more: the first has the mean of the first bytes, the second a hash of everything. */
    final class FakeNetwork implements SegmentNetwork {
        private final ModelInfo model;

        FakeNetwork(ModelInfo model) {
            this.model = model;
        }

        @Override
        public ModelInfo model() {
            return model;
        }

        @Override
        public int segments() {
            return model.segments();
        }

        @Override
        public EncodedSegment newSegment() {
            return new Encoded();
        }

        @Override
        public void encode(List<List<Frame>> segments, List<EncodedSegment> into) throws RecognitionException {
            gate.acquireUninterruptibly();
            if (failing) {
                throw new RecognitionException("the engine failed");
            }
            for (int i = 0; i < segments.size(); i++) {
                encoded.incrementAndGet();
                ((Encoded) into.get(i)).hash = hash(segments.get(i));
            }
        }

        private int hash(List<Frame> frames) {
            int hash = 0;
            for (Frame frame : frames) {
                hash = 31 * hash + frame.rgb().hashCode();
            }
            return hash & 0xFFFF;
        }

        @Override
        public float[][] classify(List<List<EncodedSegment>> clips) {
            float[][] logits = new float[clips.size()][];
            for (int i = 0; i < logits.length; i++) {
                classified.incrementAndGet();
                logits[i] = logits(features(0, clips.get(i)));
            }
            return logits;
        }

        /** {@return what later stages make of segments: of each by itself and of those to its left} */
        private List<Integer> features(int left, List<EncodedSegment> segments) {
            List<Integer> features = new ArrayList<>();
            for (EncodedSegment segment : segments) {
                if (((Encoded) segment).closed) {
                    throw new IllegalStateException("segment features are closed");
                }
                features.add(31 * (features.isEmpty() ? left : features.getLast()) + ((Encoded) segment).hash);
            }
            return features;
        }

        private float[] logits(List<Integer> features) {
            float[] logits = new float[model.labels().size()];
            logits[0] = 0.9f;
            logits[1] = (features.hashCode() & 0xFFFFF) / 2e6f;
            return logits;
        }

        @Override
        public int features() {
            return 1;
        }

        @Override
        public float[][] features(List<List<EncodedSegment>> clips) throws RecognitionException {
            throw new RecognitionException("no session asks for features");
        }

        @Override
        public Optional<AdvancingClip> newAdvancingClip(int recomputed, int advance) {
            return advancing ? Optional.of(new Advancing(this, recomputed, advance)) : Optional.empty();
        }
    }

    /** Keeps what the oldest segments were when they were computed last. */
    private static final class Advancing implements AdvancingClip {
        private final FakeNetwork network;
        private final int recomputed;
        private final int advance;
        private List<Integer> features = List.of();

        Advancing(FakeNetwork network, int recomputed, int advance) {
            this.network = network;
            this.recomputed = recomputed;
            this.advance = advance;
        }

        @Override
        public int recomputed() {
            return recomputed;
        }

        @Override
        public int advance() {
            return advance;
        }

        @Override
        public long bytes() {
            return 4L * features.size();
        }

        @Override
        public float[] start(List<EncodedSegment> clip) {
            features = network.features(0, clip);
            return network.logits(features);
        }

        @Override
        public float[] advance(List<EncodedSegment> newest) {
            if (newest.size() != recomputed || features.isEmpty()) {
                throw new IllegalArgumentException("expected " + recomputed + " segments, found " + newest.size());
            }
            List<Integer> next = new ArrayList<>(features.subList(advance, features.size() + advance - recomputed));
            next.addAll(network.features(next.isEmpty() ? 0 : next.getLast(), newest));
            features = next;
            return network.logits(next);
        }
    }
}
