package io.deltaframe.api.segment;

import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.RecognitionException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One network of a recognizer. Used while it is held. Equal to another if it is the same network in memory, so that
 * segments that the one encoded can be classified by the other. Safe for several threads.
 */
@ProviderType
public interface SegmentNetwork {

    /** Consecutive frames that make a segment. */
    int FRAMES = 5;

    /** {@return the model it was made from} */
    ModelInfo model();

    /** {@return segments a clip} */
    int segments();

    /** {@return room for one encoded segment, for the caller to close; goes with the network at the latest} */
    EncodedSegment newSegment();

    /**
     * Encodes segments, each blind to the others.
     *
     * @param segments {@link #FRAMES} frames each, in order of time, of any size
     * @param into     made by {@link #newSegment} of this network, one a segment; not read by anybody meanwhile
     * @throws RecognitionException     if the engine fails
     * @throws IllegalArgumentException if the numbers do not fit together
     */
    void encode(List<List<Frame>> segments, List<EncodedSegment> into) throws RecognitionException;

    /**
     * Classifies clips.
     *
     * @param clips as many encoded segments each as a clip has, in order of time; the same may come more than once
     * @return a row a clip, with a logit a class
     * @throws RecognitionException     if the engine fails
     * @throws IllegalArgumentException if the numbers do not fit together
     */
    float[][] classify(List<List<EncodedSegment>> clips) throws RecognitionException;

    /** {@return numbers in the features of a segment, 2048 in the released models} */
    int features();

    /**
     * Computes what the head takes, of clips: as {@link #classify}, up to the mean over the pixels of a segment. The
     * head's weights times the mean of a clip's segments, and its bias, are the logits.
     *
     * @param clips as many encoded segments each as a clip has, in order of time; the same may come more than once
     * @return a row a clip: the features of its segments, one after the other in order of time
     * @throws RecognitionException     if the engine fails, or gives no features, as that on the GPU does not
     * @throws IllegalArgumentException if the numbers do not fit together
     */
    float[][] features(List<List<EncodedSegment>> clips) throws RecognitionException;

    /**
     * Makes a clip that advances along a stream and of which a part only is computed.
     *
     * @param recomputed segments for which the later stages are computed at each advance, fewer than {@link #segments}
     * @param advance    segments by which it advances, 1 to {@code recomputed}
     * @return the clip, or empty where the engine has none: it classifies each clip as a whole
     * @throws IllegalArgumentException if the numbers do not fit together
     */
    default Optional<AdvancingClip> newAdvancingClip(int recomputed, int advance) {
        return Optional.empty();
    }
}
