package io.deltaframe.api.segment;

import io.deltaframe.api.RecognitionException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A clip that advances along a stream by the same number of segments each time. Its network computes the later stages
 * for the newest segments only; older ones keep the features that they had. So the logits after {@link #start} are
 * those of {@link SegmentNetwork#classify}, and after {@link #advance} they are near them. Used while its network is
 * held; for one thread at a time. Goes with the network at the latest.
 */
@ProviderType
public interface AdvancingClip {

    /** {@return segments for which the later stages are computed at each advance} */
    int recomputed();

    /** {@return segments by which the clip advances} */
    int advance();

    /** {@return bytes that it keeps from one advance to the next} */
    long bytes();

    /**
     * Begins with a whole clip, exactly; also after a gap in the stream.
     *
     * @param clip as many encoded segments as a clip has, in order of time
     * @return a logit a class
     * @throws RecognitionException     if the engine fails; then the clip has to be started again
     * @throws IllegalArgumentException if the numbers do not fit together
     */
    float[] start(List<EncodedSegment> clip) throws RecognitionException;

    /**
     * Advances.
     *
     * @param newest the newest {@link #recomputed} encoded segments in order of time, of which the last {@link
     *               #advance()} are new
     * @return a logit a class
     * @throws RecognitionException     if the engine fails; then the clip has to be started again
     * @throws IllegalArgumentException if the numbers do not fit together
     * @throws IllegalStateException    if the clip has not been started
     */
    float[] advance(List<EncodedSegment> newest) throws RecognitionException;
}
