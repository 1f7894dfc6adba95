package io.deltaframe.live.inference;

import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.segment.AdvancingClip;
import io.deltaframe.api.segment.EncodedSegment;
import io.deltaframe.api.segment.SegmentNetwork;
import io.deltaframe.live.window.DueWindow;
import java.util.List;
import java.util.Optional;

/**
 * Windows of one stream and one network that are computed in part where they can be: each begins where the one before
 * had its second segment. The first one, and one after a gap, is computed whole. For one thread at a time.
 */
final class PartialClip {

    private final SegmentNetwork network;
    private final Optional<AdvancingClip> clip;
    /** Whether there is a window before, to which the next one may be joined. */
    private boolean started;
    private int epoch;
    private long start;
    private long length;
    private boolean incremental;

    /**
     * Nothing yet.
     *
     * @param network    whose
     * @param recomputed segments whose later stages are computed; 0 for all of each window
     */
    PartialClip(SegmentNetwork network, int recomputed) {
        this.network = network;
        this.clip = recomputed < 1 || recomputed >= network.segments() ? Optional.empty()
                : network.newAdvancingClip(recomputed, 1);
    }

    /**
     * Classifies a window.
     *
     * @param window    the window
     * @param segments  its encoded segments
     * @param nextStart stream time at which the next window starts
     * @return a logit a class
     * @throws RecognitionException if the engine fails
     */
    float[] classify(DueWindow window, List<EncodedSegment> segments, long nextStart) throws RecognitionException {
        long lasts = window.end() - window.start();
        long segment = lasts / segments.size();
        boolean joined = started && window.epoch() == epoch && lasts == length && window.start() == start + segment;
        started = false;
        incremental = false;
        if (clip.isEmpty() || nextStart != window.start() + segment || window.partial()) {
            return network.classify(List.of(segments))[0];
        }
        float[] logits = joined
                ? clip.get().advance(segments.subList(segments.size() - clip.get().recomputed(), segments.size()))
                : clip.get().start(segments);
        incremental = joined;
        started = true;
        epoch = window.epoch();
        start = window.start();
        length = lasts;
        return logits;
    }

    /** Forgets the window before: the next one is computed whole. */
    void reset() {
        started = false;
    }

    /** {@return whether the last window was computed in part} */
    boolean incremental() {
        return incremental;
    }

    /** {@return bytes kept for the next window} */
    long bytes() {
        return clip.map(AdvancingClip::bytes).orElse(0L);
    }
}
