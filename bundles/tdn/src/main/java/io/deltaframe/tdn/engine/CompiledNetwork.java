package io.deltaframe.tdn.engine;

import io.deltaframe.tdn.Architecture;
import java.util.Optional;

/**
 * A network ready to run, with weights in the form its engine likes. Takes frames of any size from 33 pixels a side;
 * memory for intermediate results is allocated for a size when it first comes, and kept. May be called by several
 * threads at once. Closing frees everything; a call after that fails with {@link IllegalStateException}.
 */
public interface CompiledNetwork extends AutoCloseable {

    /** {@return the architecture} */
    Architecture architecture();

    /**
     * Allocates the features of one encoded segment.
     *
     * @param height height of the frames in pixels
     * @param width  width of the frames in pixels
     * @return the features, for the caller to close
     */
    SegmentFeatures newFeatures(int height, int width);

    /**
     * Encodes segments, each blind to the others: short-term differences, both stems, stage 1 and their fusion.
     *
     * @param frames the segments one after the other: each five frames of packed RGB24, height x width, unsigned
     * @param into   one a segment; their size says the frames' size
     * @throws EngineException          if the device fails
     * @throws IllegalArgumentException if the sizes do not fit together
     */
    void encode(byte[] frames, SegmentFeatures... into) throws EngineException;

    /**
     * Classifies clips: long-term differences across the segments, stages 2 to 4, head and consensus.
     *
     * @param segments {@code clips * T} encoded segments, each clip's in order of time, T being the architecture's
     *                 segments
     * @param logits   one row a clip, as long as there are classes; filled with the mean over the clip's segments
     * @throws EngineException          if the device fails
     * @throws IllegalArgumentException if the sizes do not fit together
     */
    void classify(SegmentFeatures[] segments, float[][] logits) throws EngineException;

    /**
     * Computes what the head takes, of clips: as {@link #classify}, up to the mean over the pixels of a segment. The
     * head's weights times the mean of a clip's segments, and its bias, are the logits of {@code classify}.
     *
     * @param segments {@code clips * T} encoded segments, as for {@code classify}
     * @param features one row a clip, {@code T} times {@link Architecture#features()} long; filled with the features of
     *                 its segments, one after the other in order of time
     * @throws EngineException          if the device fails, or the engine keeps features to itself, as one may that
     *                                  does not override this
     * @throws IllegalArgumentException if the sizes do not fit together
     */
    default void features(SegmentFeatures[] segments, float[][] features) throws EngineException {
        throw new EngineException("this engine gives no features: the engines simd and scalar do");
    }

    /**
     * Makes a window that advances along a stream and computes a part of it only.
     *
     * @param height     height of the frames in pixels
     * @param width      width of the frames in pixels
     * @param recomputed segments whose stages 2 to 4 are computed at each advance, fewer than a clip has
     * @param advance    segments by which it advances, at most {@code recomputed}
     * @return the window, or empty where the engine has none: it classifies each clip as a whole
     * @throws IllegalArgumentException if the numbers do not fit together
     */
    default Optional<AdvancingWindow> newWindow(int height, int width, int recomputed, int advance) {
        return Optional.empty();
    }

    @Override
    void close();
}
