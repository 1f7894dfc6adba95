package io.deltaframe.live.inference;

import io.deltaframe.api.Action;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.live.WindowResult.Inference;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.api.segment.SegmentNetwork;
import io.deltaframe.live.window.DueWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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
     * @param inference how the networks came to it
     * @param encodeNanos   what encoding took, of all networks
     * @param classifyNanos what classifying took, of all networks
     */
    public record Answer(List<Action> scores, int shared, int segments, Inference inference, long encodeNanos,
                         long classifyNanos) {

        /**
         * {@return the answer for a window in which nothing moves: no class has any score}
         *
         * @param networks of the moment
         */
        public static Answer still(HeldNetworks networks) {
            List<String> labels = networks.model().labels();
            return new Answer(IntStream.range(0, labels.size())
                    .mapToObj(index -> new Action(index, labels.get(index), 0)).toList(), 0, 0, Inference.NONE, 0, 0);
        }
    }

    private final int incremental;
    private List<SegmentCache> caches = List.of();
    private volatile long bytes;

    /** @param incremental newest segments of a window whose later stages are computed; 0 for all */
    public WindowInference(int incremental) {
        this.incremental = incremental;
    }

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
            caches = networks.networks().stream().map(network -> new SegmentCache(network, incremental))
                    .toList();
        }
        List<float[]> logits = new ArrayList<>();
        int shared = 0;
        int segments = 0;
        boolean whole = true;
        long encode = 0;
        long classify = 0;
        for (SegmentCache cache : caches) {
            logits.add(cache.classify(window, nextStart));
            shared += cache.shared();
            whole &= !cache.incremental();
            segments += cache.network().segments();
            encode += cache.encodeNanos();
            classify += cache.classifyNanos();
        }
        bytes = caches.stream().mapToLong(SegmentCache::bytes).sum();
        return new Answer(networks.rank(logits), shared, segments,
                whole ? Inference.EXACT : Inference.INCREMENTAL, encode, classify);
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
