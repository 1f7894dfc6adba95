package io.deltaframe.recognizer.inference;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.tdn.engine.AdvancingWindow;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.SegmentFeatures;
import java.util.Optional;

/**
 * A compiled network and those who hold it. A network that was replaced lives until the last pipeline over it has been
 * released, and with it the last call; the last {@link #release} frees its memory. The count lives here and not in the
 * service registry because the framework takes services away from all users at once when they are unregistered, work in
 * flight or not.
 *
 * <p>Its two verbs are those of the engine: {@link #encode} segments, each blind to the others, and {@link #classify}
 * any {@code T} encoded segments in order. Who keeps features from one call to the next shares segments between clips
 * that overlap. What is done of a call with them is to be run in a {@link #call}, so that it is known when all fail.
 *
 * <p>Safe for several threads.
 */
public final class LoadedNetwork {

    private final ModelInfo model;
    private final String engine;
    private final CompiledNetwork network;
    private final ViewBufferPool buffers;
    private final Runnable freed;
    private final HoldCount holds = new HoldCount();
    private final CallHealth health = new CallHealth();

    /**
     * A network held once, by the caller.
     *
     * @param model   what it was compiled from
     * @param engine  name of the engine it runs on
     * @param network to be closed with the last release
     * @param freed   run after it was closed
     */
    public LoadedNetwork(ModelInfo model, String engine, CompiledNetwork network, Runnable freed) {
        this.model = model;
        this.engine = engine;
        this.network = network;
        this.freed = freed;
        this.buffers = new ViewBufferPool(segments(), this::newFeatures,
                Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    /** {@return what it was compiled from} */
    public ModelInfo model() {
        return model;
    }

    /** {@return name of the engine it runs on} */
    public String engine() {
        return engine;
    }

    /** {@return whether the caller now holds it; false once everybody had released it} */
    public boolean retain() {
        return holds.retain();
    }

    /** Ends one hold; the last one frees the network. */
    public void release() {
        if (holds.release(this)) {
            try {
                buffers.close();
            } finally {
                try {
                    network.close();
                } finally {
                    freed.run();
                }
            }
        }
    }

    /** {@return why its calls fail, one after the other, if they do; empty again once one is answered} */
    public Optional<String> failing() {
        return health.failing();
    }

    /**
     * Has something run whenever calls begin to fail, and when one is answered again.
     *
     * @param changed runs at once, on the caller's thread
     */
    public void watch(Runnable changed) {
        health.watch(changed);
    }

    /**
     * Ends that.
     *
     * @param changed as it was given
     */
    public void unwatch(Runnable changed) {
        health.unwatch(changed);
    }

    /** {@return a call that begins; what fails in it counts for {@link #failing}} */
    public CountedCall call() {
        return new CountedCall(health);
    }

    /** {@return buffers for views, which go with the network} */
    ViewBufferPool buffers() {
        return buffers;
    }

    /** {@return segments a clip} */
    public int segments() {
        return network.architecture().segments();
    }

    /**
     * {@return features for one encoded segment, for the caller to close}
     *
     * @param size side of the crops in pixels
     */
    public SegmentFeatures newFeatures(int size) {
        return network.newFeatures(size, size);
    }

    /**
     * {@return bytes that the features of one segment take: the output of stage 1}
     *
     * @param size side of the crops in pixels
     */
    public long featureBytes(int size) {
        // Stem and max pool halve the sides, rounding up; a bottleneck widens fourfold
        long side = (size + 3L) / 4;
        return 4L * Float.BYTES * network.architecture().width() * side * side;
    }

    /**
     * Encodes segments. The caller holds the network.
     *
     * @param pixels the segments one after the other: each five frames of packed RGB24, unsigned
     * @param into   one a segment; their size says the frames' size
     * @throws EngineException if the engine fails
     */
    public void encode(byte[] pixels, SegmentFeatures... into) throws EngineException {
        network.encode(pixels, into);
    }

    /**
     * Classifies a clip. The caller holds the network.
     *
     * @param segments as many encoded segments as the network has, in order of time; the same may come more than once
     * @return a finite logit a class, averaged over the segments
     * @throws EngineException if the engine fails, or gives something else
     */
    public float[] classify(SegmentFeatures... segments) throws EngineException {
        return logits(logits -> network.classify(segments, new float[][] {logits}));
    }

    /**
     * Makes a window that advances along a stream and is computed in part.
     *
     * @param size       side of the crops in pixels
     * @param recomputed segments whose later stages are computed at each advance, fewer than {@link #segments}
     * @param advance    segments by which it advances, 1 to {@code recomputed}
     * @return the window, or empty where the engine has none
     * @throws IllegalArgumentException if the numbers do not fit together
     */
    public Optional<AdvancingWindow> newWindow(int size, int recomputed, int advance) {
        return network.newWindow(size, size, recomputed, advance);
    }

    /**
     * Begins a window with a whole clip. The caller holds the network.
     *
     * @param window   of this network
     * @param segments as many encoded segments as the network has, in order of time
     * @return a finite logit a class, averaged over the segments
     * @throws EngineException if the engine fails, or gives something else
     */
    public float[] start(AdvancingWindow window, SegmentFeatures... segments) throws EngineException {
        return logits(logits -> window.start(segments, logits));
    }

    /**
     * Advances a window. The caller holds the network.
     *
     * @param window of this network
     * @param newest the newest encoded segments, as many as it computes, in order of time
     * @return a finite logit a class, averaged over the segments of a clip
     * @throws EngineException if the engine fails, or gives something else
     */
    public float[] advance(AdvancingWindow window, SegmentFeatures... newest) throws EngineException {
        return logits(logits -> window.advance(newest, logits));
    }

    /** A call that fills a logit a class. */
    @FunctionalInterface
    private interface Call {
        void fill(float[] logits) throws EngineException;
    }

    private float[] logits(Call call) throws EngineException {
        float[] logits = new float[network.architecture().classes()];
        call.fill(logits);
        for (int c = 0; c < logits.length; c++) {
            if (!Float.isFinite(logits[c])) {
                throw new EngineException("expected finite logits, found " + logits[c] + " for class " + c);
            }
        }
        return logits;
    }

    /** {@return numbers in the features of a segment} */
    public int headFeatures() {
        return network.architecture().features();
    }

    /**
     * Computes what the head takes, of a clip. The caller holds the network.
     *
     * @param segments as many encoded segments as the network has, in order of time; the same may come more than once
     * @return finite numbers: the features of the segments, one after the other
     * @throws EngineException if the engine fails, gives something else, or gives no features at all
     */
    public float[] features(SegmentFeatures... segments) throws EngineException {
        float[][] features = new float[1][segments() * headFeatures()];
        network.features(segments, features);
        for (float feature : features[0]) {
            if (!Float.isFinite(feature)) {
                throw new EngineException("expected finite features, found " + feature);
            }
        }
        return features[0];
    }

    @Override
    public String toString() {
        return model.name() + " " + model.version() + " on " + engine;
    }
}
