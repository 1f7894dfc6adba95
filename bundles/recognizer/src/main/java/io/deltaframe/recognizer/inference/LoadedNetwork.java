package io.deltaframe.recognizer.inference;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.View;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.SegmentFeatures;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A compiled network and those who hold it. Recognizers hold the network they serve with, and every call holds the network it
 * runs on, so that a network that was replaced lives until the last call on it has ended; the last {@link #release} frees its
 * memory. The count lives here and not in the service registry because the framework takes services away from all users at
 * once when they are unregistered, work in flight or not.
 *
 * <p>Safe for several threads.
 */
public final class LoadedNetwork implements Classifier {

    private final ModelInfo model;
    private final String engine;
    private final CompiledNetwork network;
    private final ViewBufferPool buffers;
    private final Runnable freed;
    private final AtomicInteger holders = new AtomicInteger(1);

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
        this.buffers = new ViewBufferPool(network, Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    @Override
    public ModelInfo model() {
        return model;
    }

    /** {@return name of the engine it runs on} */
    public String engine() {
        return engine;
    }

    @Override
    public boolean retain() {
        for (int count = holders.get(); count > 0; count = holders.get()) {
            if (holders.compareAndSet(count, count + 1)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void release() {
        int left = holders.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("network of " + model.name() + " " + model.version() + " was released too often");
        }
        if (left == 0) {
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

    @Override
    public Recognition recognize(RecognitionRequest views) throws VideoException, EngineException {
        RecognitionRequest.Seen seen = views.compute(this);
        return new Recognition(views.video(), model, engine, seen.frames(), seen.views(), seen.timing(),
                ClassScores.ranking(seen.scores().softmax(), model.labels()), seen.scores().logits(), List.copyOf(seen.warnings()));
    }

    /**
     * Computes a view. The caller holds the network.
     *
     * @param frames the frames of the clip
     * @param clip   which clip
     * @param crop   which crop
     * @param size   side of the crop in pixels
     * @return a logit a class, averaged over the segments
     * @throws EngineException if the engine fails
     */
    public float[] logits(FrameCollector frames, int clip, View.Crop crop, int size) throws EngineException {
        int[] starts = frames.starts(clip);
        ViewBufferPool.ViewBuffer buffer = buffers.take(size);
        boolean intact = false;
        try {
            // Segments of very short videos coincide: they are encoded once. Starts ascend, so that equal ones are neighbours.
            int[] encoded = new int[starts.length];
            int distinct = 0;
            for (int t = 0; t < starts.length; t++) {
                if (t == 0 || starts[t] != starts[t - 1]) {
                    distinct++;
                }
                encoded[t] = distinct - 1;
            }
            byte[] bytes = buffer.bytes(distinct);
            for (int t = 0; t < starts.length; t++) {
                if (t == 0 || encoded[t] != encoded[t - 1]) {
                    frames.cut(starts[t], crop, bytes, encoded[t] * buffer.segmentBytes());
                }
            }
            network.encode(bytes, Arrays.copyOf(buffer.features(), distinct));
            SegmentFeatures[] segments = new SegmentFeatures[starts.length];
            Arrays.setAll(segments, t -> buffer.features()[encoded[t]]);
            float[][] logits = new float[1][network.architecture().classes()];
            network.classify(segments, logits);
            intact = true;
            return logits[0];
        } finally {
            // What a failed engine left behind is not used again
            if (intact) {
                buffers.giveBack(buffer);
            } else {
                buffer.close();
            }
        }
    }

    @Override
    public String toString() {
        return model.name() + " " + model.version() + " on " + engine;
    }
}
