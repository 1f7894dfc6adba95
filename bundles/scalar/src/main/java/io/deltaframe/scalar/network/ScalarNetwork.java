package io.deltaframe.scalar.network;

import io.deltaframe.scalar.loop.WorkerTeam;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Sizes;
import io.deltaframe.tdn.engine.Taps;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** A network as plain loops: weights shared by all callers, and buffers to work in, a set a caller and size. */
public final class ScalarNetwork implements CompiledNetwork {

    private static final int WARM_UP_SIZE = 64;

    private final Architecture architecture;
    private final WorkerTeam team;
    private final Taps taps;
    private final ConcurrentMap<Size, Queue<Forward>> free = new ConcurrentHashMap<>();
    private volatile NetworkWeights network;

    /**
     * Makes a network.
     *
     * @param network weights
     * @param team    where it runs
     * @param taps    who receives intermediate results
     */
    public ScalarNetwork(NetworkWeights network, WorkerTeam team, Taps taps) {
        this.architecture = network.architecture();
        this.network = network;
        this.team = team;
        this.taps = taps;
    }

    /** Runs a small clip, so that the first one of a caller finds compiled loops. */
    public void warmUp() {
        SegmentFeatures[] features = new SegmentFeatures[architecture.segments()];
        Arrays.setAll(features, s -> newFeatures(WARM_UP_SIZE, WARM_UP_SIZE));
        byte[] grey = new byte[features.length * Architecture.FRAMES_PER_SEGMENT * WARM_UP_SIZE * WARM_UP_SIZE * 3];
        encode(grey, features);
        classify(features, new float[1][architecture.classes()]);
        free.clear();
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public SegmentFeatures newFeatures(int height, int width) {
        open();
        Sizes.checkFrame(height, width);
        return new ScalarFeatures(this, height, width);
    }

    @Override
    public void encode(byte[] frames, SegmentFeatures... into) {
        open();
        ScalarFeatures[] features = own(into);
        Sizes.checkSegments(frames, features);
        run(features, forward -> forward.encode(frames, features));
    }

    @Override
    public void classify(SegmentFeatures[] segments, float[][] logits) {
        open();
        ScalarFeatures[] features = own(segments);
        Sizes.checkClips(architecture, features, logits);
        run(features, forward -> forward.classify(features, logits));
    }

    @Override
    public void features(SegmentFeatures[] segments, float[][] features) {
        open();
        ScalarFeatures[] clips = own(segments);
        Sizes.checkFeatures(architecture, clips, features);
        run(clips, forward -> forward.features(clips, features));
    }

    /** Buffers are given back after success only: what fails may hold half of a result; the collector takes them. */
    private void run(ScalarFeatures[] features, Consumer<Forward> verb) {
        NetworkWeights weights = open();
        if (features.length == 0) {
            return;
        }
        Queue<Forward> idle = free.computeIfAbsent(new Size(features[0].height(), features[0].width()),
                size -> new ConcurrentLinkedDeque<>());
        Forward taken = idle.poll();
        Forward forward = taken != null ? taken : new Forward(weights, team, taps);
        verb.accept(forward);
        idle.add(forward);
        if (network == null) {
            free.clear();
        }
    }

    private ScalarFeatures[] own(SegmentFeatures[] segments) {
        for (SegmentFeatures features : segments) {
            if (!(features instanceof ScalarFeatures own) || own.network() != this) {
                throw new IllegalArgumentException("segment features were made by another network");
            }
        }
        return Arrays.copyOf(segments, segments.length, ScalarFeatures[].class);
    }

    private NetworkWeights open() {
        NetworkWeights weights = network;
        if (weights == null) {
            throw new IllegalStateException("the network is closed");
        }
        return weights;
    }

    @Override
    public void close() {
        network = null;
        free.clear();
    }

    private record Size(int height, int width) { }
}
