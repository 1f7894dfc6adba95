package io.deltaframe.recognizer.segments;

import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.segment.AdvancingClip;
import io.deltaframe.api.segment.EncodedSegment;
import io.deltaframe.tdn.engine.AdvancingWindow;
import java.util.List;

/**
 * A clip of a pipeline's network that advances.
 *
 * @param owner  whoever uses this holds its network
 * @param window of that network
 */
record PipelineClip(PipelineNetwork owner, AdvancingWindow window) implements AdvancingClip {

    @Override
    public int recomputed() {
        return window.recomputed();
    }

    @Override
    public int advance() {
        return window.advance();
    }

    @Override
    public long bytes() {
        return window.bytes();
    }

    @Override
    public float[] start(List<EncodedSegment> clip) throws RecognitionException {
        return owner.answered(clip, features -> owner.network().start(window, features));
    }

    @Override
    public float[] advance(List<EncodedSegment> newest) throws RecognitionException {
        return owner.answered(newest, features -> owner.network().advance(window, features));
    }
}
