package io.deltaframe.tdn.engine;

/**
 * A clip that advances along a stream by the same number of segments each time, and of which stages 2 to 4 are computed
 * for the newest segments only: older ones keep the features that they had. A segment that is computed again or for the
 * first time reads its left neighbour's maps and, as the last of a clip does, sees nothing to its right.
 *
 * <p>The logits after {@link #start} are those of {@link CompiledNetwork#classify}; after {@link #advance} they are
 * near them. For one caller at a time. Closing the network ends its windows; a call after that fails with {@link
 * IllegalStateException}.
 */
public interface AdvancingWindow {

    /** {@return segments whose stages 2 to 4 are computed at each advance} */
    int recomputed();

    /** {@return segments by which the window advances} */
    int advance();

    /** {@return bytes that it keeps from one advance to the next; 0 before the start} */
    long bytes();

    /**
     * Begins with a whole clip, exactly; also after a gap in the stream.
     *
     * @param segments as many encoded segments as the network's clips have, in order of time
     * @param logits   one a class; filled with the mean over the segments
     * @throws EngineException          if the device fails; the window has to be started again
     * @throws IllegalArgumentException if the sizes do not fit together
     */
    void start(SegmentFeatures[] segments, float[] logits) throws EngineException;

    /**
     * Advances.
     *
     * @param newest the newest {@link #recomputed} encoded segments in order of time, of which the last {@link
     *               #advance()} are new
     * @param logits one a class; filled with the mean over the segments of a clip, kept ones included
     * @throws EngineException          if the device fails; the window has to be started again
     * @throws IllegalArgumentException if the sizes do not fit together
     * @throws IllegalStateException    if the window has not been started
     */
    void advance(SegmentFeatures[] newest, float[] logits) throws EngineException;
}
