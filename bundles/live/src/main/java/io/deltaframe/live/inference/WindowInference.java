package io.deltaframe.live.inference;

import io.deltaframe.api.Action;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.api.segment.SegmentNetwork;
import io.deltaframe.live.window.DueWindow;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows of one stream through the networks of the moment. Segments are kept from one window to the next while the
 * networks are the same. For one thread at a time, but for {@link #bytes}.
 */
public final class WindowInference implements AutoCloseable {

    /**
     * What was seen.
     *
     * @param scores   every class with its score, best first
     * @param shared   segments taken over from windows before
     * @param segments segments in all
     * @param encodeNanos   what encoding took, of all networks
     * @param classifyNanos what classifying took, of all networks
     */
    public record Answer(List<Action> scores, int shared, int segments, long encodeNanos, long classifyNanos) { }

    private List<SegmentCache> caches = List.of();
    private volatile long bytes;

    /**
     * Looks at a window.
     *
     * @param networks  of the moment
     * @param window    the window
     * @param nextStart stream time at which the next window starts
     * @return what was seen
     * @throws RecognitionException if an engine fails
     */
    public Answer look(HeldNetworks networks, DueWindow window, long nextStart) throws RecognitionException {
        if (!networks.networks().equals(caches.stream().map(SegmentCache::network).toList())) {
            close();
            caches = networks.networks().stream().map(SegmentCache::new).toList();
        }
        List<float[]> logits = new ArrayList<>();
        int shared = 0;
        int segments = 0;
        long encode = 0;
        long classify = 0;
        for (SegmentCache cache : caches) {
            logits.add(cache.classify(window, nextStart));
            shared += cache.shared();
            segments += cache.network().segments();
            encode += cache.encodeNanos();
            classify += cache.classifyNanos();
        }
        bytes = caches.stream().mapToLong(SegmentCache::bytes).sum();
        return new Answer(networks.rank(logits), shared, segments, encode, classify);
    }

    /** {@return segments a clip, of each network} */
    public static List<Integer> segments(HeldNetworks networks) {
        return networks.networks().stream().map(SegmentNetwork::segments).toList();
    }

    /** {@return bytes of encoded segments kept} */
    public long bytes() {
        return bytes;
    }

    /** Frees the segments. */
    @Override
    public void close() {
        caches.forEach(SegmentCache::close);
        caches = List.of();
        bytes = 0;
    }
}
