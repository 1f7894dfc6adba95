package io.deltaframe.live;

import io.deltaframe.api.Frame;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.live.WindowResult.TimeBase;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.live.inference.WindowInference;
import io.deltaframe.live.window.DueWindow;
import io.deltaframe.live.window.KeptFrame;
import java.util.ArrayList;
import java.util.List;

/** Windows of an endless stream through a network, one after the other. For one thread at a time. */
final class AdvancingWindows implements AutoCloseable {

    private static final int SEGMENTS = 8;
    private static final int FRAMES_PER_SEGMENT = 8;
    private static final long FRAME_MICROS = 40_000;
    private static final long SEGMENT_MICROS = FRAMES_PER_SEGMENT * FRAME_MICROS;

    private final HeldNetworks networks;
    private final List<Frame> pictures;
    private final int hop;
    private final WindowInference inference;
    private long number;

    /**
     * Begins a stream.
     *
     * @param networks    of one model with 8 segments
     * @param pictures    of a stream, again and again
     * @param hop         segments from one window to the next; 8 for windows that share nothing
     * @param incremental newest segments of which later stages are computed; 0 for all
     */
    AdvancingWindows(HeldNetworks networks, List<Frame> pictures, int hop, int incremental) {
        this.networks = networks;
        this.pictures = pictures;
        this.hop = hop;
        this.inference = new WindowInference(incremental);
    }

    /** Looks at the next window. */
    WindowInference.Answer next() throws RecognitionException {
        long first = number * hop * FRAMES_PER_SEGMENT;
        List<KeptFrame> frames = new ArrayList<>();
        for (long i = first; i < first + SEGMENTS * FRAMES_PER_SEGMENT; i++) {
            frames.add(new KeptFrame(i * FRAME_MICROS, 0, pictures.get((int) (i % pictures.size()))));
        }
        long start = first * FRAME_MICROS;
        return inference.look(networks, new DueWindow(number++, 1, start, start + SEGMENTS * SEGMENT_MICROS, false,
                TimeBase.STREAM, frames, 0), start + hop * SEGMENT_MICROS);
    }

    @Override
    public void close() {
        inference.close();
    }
}
