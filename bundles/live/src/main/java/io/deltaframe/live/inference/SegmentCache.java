package io.deltaframe.live.inference;

import io.deltaframe.api.Frame;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.segment.EncodedSegment;
import io.deltaframe.api.segment.SegmentNetwork;
import io.deltaframe.live.window.DueWindow;
import io.deltaframe.live.window.SegmentFrames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Encoded segments of one stream and one network, for as long as a later window may have them in common. For one thread
 * at a time.
 */
final class SegmentCache implements AutoCloseable {

    private final SegmentNetwork network;
    private final Map<SegmentFrames, EncodedSegment> encoded = new HashMap<>();
    private final Deque<EncodedSegment> idle = new ArrayDeque<>();
    private final PartialClip partial;
    private int epoch;
    private int shared;
    private long encodeNanos;
    private long classifyNanos;

    /**
     * Knows no segments yet.
     *
     * @param network     whose segments
     * @param incremental newest segments of a window whose later stages are computed; 0 for all
     */
    SegmentCache(SegmentNetwork network, int incremental) {
        this.network = network;
        this.partial = new PartialClip(network, incremental);
    }

    SegmentNetwork network() {
        return network;
    }

    /**
     * Classifies a window, and encodes what of it has not been encoded.
     *
     * @param window    the window
     * @param nextStart stream time at which the next window starts: what lies before is forgotten
     * @return a logit a class
     * @throws RecognitionException if the engine fails; then everything is forgotten
     */
    float[] classify(DueWindow window, long nextStart) throws RecognitionException {
        if (window.epoch() != epoch) {
            forgetBefore(Long.MAX_VALUE);
            epoch = window.epoch();
        }
        boolean done = false;
        try {
            List<EncodedSegment> clip = encoded(window);
            long begin = System.nanoTime();
            float[] logits = partial.classify(window, clip, nextStart);
            classifyNanos = System.nanoTime() - begin;
            forgetBefore(nextStart);
            done = true;
            return logits;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private List<EncodedSegment> encoded(DueWindow window) throws RecognitionException {
        List<EncodedSegment> clip = new ArrayList<>();
        List<List<Frame>> missing = new ArrayList<>();
        List<EncodedSegment> room = new ArrayList<>();
        for (int t = 0; t < network.segments(); t++) {
            SegmentFrames segment = SegmentFrames.of(window, t, network.segments());
            EncodedSegment known = encoded.get(segment);
            if (known == null) {
                known = idle.isEmpty() ? network.newSegment() : idle.removeFirst();
                encoded.put(segment, known);
                missing.add(segment.choose(window.frames(), SegmentNetwork.FRAMES));
                room.add(known);
            }
            clip.add(known);
        }
        long begin = System.nanoTime();
        network.encode(missing, room);
        encodeNanos = System.nanoTime() - begin;
        shared = clip.size() - missing.size();
        return clip;
    }

    private void forgetBefore(long time) {
        for (Iterator<Map.Entry<SegmentFrames, EncodedSegment>> each = encoded.entrySet().iterator(); each.hasNext();) {
            Map.Entry<SegmentFrames, EncodedSegment> entry = each.next();
            if (entry.getKey().begin() < time) {
                idle.addLast(entry.getValue());
                each.remove();
            }
        }
        while (idle.size() > network.segments()) {
            idle.removeLast().close();
        }
    }

    /** {@return segments of the last window that were known before} */
    int shared() {
        return shared;
    }

    /** {@return whether the last window was computed in part} */
    boolean incremental() {
        return partial.incremental();
    }

    /** {@return what encoding took for the last window} */
    long encodeNanos() {
        return encodeNanos;
    }

    /** {@return what classifying took for the last window} */
    long classifyNanos() {
        return classifyNanos;
    }

    /** {@return bytes of encoded segments, of room for them, and of what is kept for windows computed in part} */
    long bytes() {
        long bytes = partial.bytes();
        for (EncodedSegment segment : encoded.values()) {
            bytes += segment.bytes();
        }
        for (EncodedSegment segment : idle) {
            bytes += segment.bytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        partial.reset();
        encoded.values().forEach(EncodedSegment::close);
        encoded.clear();
        idle.forEach(EncodedSegment::close);
        idle.clear();
    }
}
