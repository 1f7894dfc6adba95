package io.deltaframe.operators;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Taps;
import java.util.Arrays;

/** A network on the Vector API: packed weights shared by all callers, and rooms to work in, one a caller. */
final class SimdNetwork implements CompiledNetwork {

    /** The last stage's maps are a 32nd of the frame, rounded up, and motion excitation halves them. */
    private static final int SMALLEST = 33;

    private final Architecture architecture;
    private final WorkerPool pool;
    private final Taps taps;
    private final RoomCache<EncodeRoom> encodeRooms = new RoomCache<>();
    private final RoomCache<ClassifyRoom> classifyRooms = new RoomCache<>();
    private volatile PackedNetwork network;

    SimdNetwork(PackedNetwork network, WorkerPool pool, Taps taps) {
        this.architecture = network.architecture();
        this.network = network;
        this.pool = pool;
        this.taps = taps;
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public SegmentFeatures newFeatures(int height, int width) {
        open();
        if (height < SMALLEST || width < SMALLEST) {
            throw new IllegalArgumentException("frames must be at least " + SMALLEST + "x" + SMALLEST + " but are " + height + "x" + width);
        }
        int rows = quarter(height);
        int columns = quarter(width);
        return new SimdFeatures(this, height, width, new FeatureMap(1, rows, columns, 2 * architecture.width(), 0),
                new FeatureMap(1, (rows - 1) / 2 + 1, (columns - 1) / 2 + 1, 8 * architecture.width(), 0));
    }

    /** Stem and max pool each take {@code (size - 1) / 2 + 1}. */
    private static int quarter(int size) {
        return ((size - 1) / 2) / 2 + 1;
    }

    @Override
    public void encode(byte[] frames, SegmentFeatures... into) {
        PackedNetwork weights = open();
        SimdFeatures[] features = own(into);
        if (features.length == 0) {
            return;
        }
        int height = features[0].height();
        int width = features[0].width();
        long expected = 3L * Architecture.FRAMES_PER_SEGMENT * height * width * features.length;
        if (frames.length != expected) {
            throw new IllegalArgumentException(features.length + " segments of " + Architecture.FRAMES_PER_SEGMENT + " frames of "
                    + width + "x" + height + " have " + expected + " bytes but " + frames.length + " were given");
        }
        EncodeRoom room = encodeRooms.take(height, width, () -> new EncodeRoom(weights, height, width, pool, taps, features[0]));
        room.encode(frames, features);
        giveBack(() -> encodeRooms.give(height, width, room));
    }

    @Override
    public void classify(SegmentFeatures[] segments, float[][] logits) {
        PackedNetwork weights = open();
        SimdFeatures[] features = own(segments);
        if (features.length != logits.length * architecture.segments()) {
            throw new IllegalArgumentException(logits.length + " clips of " + architecture.segments() + " segments are "
                    + logits.length * architecture.segments() + " segments but " + features.length + " were given");
        }
        for (float[] row : logits) {
            if (row.length != architecture.classes()) {
                throw new IllegalArgumentException("logits need room for " + architecture.classes() + " classes but have "
                        + row.length);
            }
        }
        if (features.length == 0) {
            return;
        }
        int height = features[0].height();
        int width = features[0].width();
        ClassifyRoom room = classifyRooms.take(height, width,
                () -> new ClassifyRoom(weights, features[0], pool, taps));
        room.classify(features, logits);
        giveBack(() -> classifyRooms.give(height, width, room));
    }

    /** A room is given back after success only: one that failed may hold half of a result, and is left to the collector. */
    private void giveBack(Runnable give) {
        give.run();
        if (network == null) {
            forgetRooms();
        }
    }

    private SimdFeatures[] own(SegmentFeatures[] segments) {
        SimdFeatures[] own = segments instanceof SimdFeatures[] features ? features
                : Arrays.copyOf(segments, segments.length, SimdFeatures[].class);
        for (SimdFeatures features : own) {
            if (features.network() != this) {
                throw new IllegalArgumentException("segment features were made by another network");
            }
            if (features.height() != own[0].height() || features.width() != own[0].width()) {
                throw new IllegalArgumentException("segment features are for frames of different sizes: " + own[0].width() + "x"
                        + own[0].height() + " and " + features.width() + "x" + features.height());
            }
        }
        return own;
    }

    private PackedNetwork open() {
        PackedNetwork weights = network;
        if (weights == null) {
            throw new IllegalStateException("the network is closed");
        }
        return weights;
    }

    /** Drops the rooms nobody is in: their sizes may not come again. */
    void forgetRooms() {
        encodeRooms.clear();
        classifyRooms.clear();
    }

    @Override
    public void close() {
        network = null;
        forgetRooms();
    }
}
