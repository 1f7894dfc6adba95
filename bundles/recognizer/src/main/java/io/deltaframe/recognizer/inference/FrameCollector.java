package io.deltaframe.recognizer.inference;

import io.deltaframe.api.Frame;
import io.deltaframe.api.ProgressListener;
import io.deltaframe.api.View;
import io.deltaframe.api.video.Video.FrameSelection;
import io.deltaframe.recognizer.preprocess.Cropping;
import io.deltaframe.recognizer.preprocess.FrameResizer;
import io.deltaframe.recognizer.preprocess.VectorWarmUp;
import io.deltaframe.recognizer.sampling.SegmentSampling;
import io.deltaframe.tdn.Architecture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;

/**
 * The frames of one pass over a video: chooses those that clips need, resizes each once as it comes, and cuts views out of them.
 * Only the resized crops are kept. As many clips, in order, are taken in a pass as fit a budget of memory, at least one;
 * {@link #nextClip} says where the next pass begins. For one thread at a time.
 */
public final class FrameCollector implements FrameSelection {

    private final SegmentSampling sampling;
    private final Cropping cropping;
    private final int firstClip;
    private final long budget;
    private final ProgressListener progress;
    private final List<int[]> starts = new ArrayList<>();
    private final Map<Integer, Resized> frames = new HashMap<>();
    private int frameCount;
    private int wanted;
    private FrameResizer resizer;
    private long nanos;

    private record Resized(FrameResizer by, byte[] pixels) { }

    /**
     * Prepares a pass.
     *
     * @param sampling  which clips there are
     * @param cropping  which crops are wanted
     * @param firstClip the clip to begin with
     * @param budget    bytes of resized frames to keep at most, unless one clip alone needs more
     * @param progress  told of decoding
     */
    public FrameCollector(SegmentSampling sampling, Cropping cropping, int firstClip, long budget, ProgressListener progress) {
        this.sampling = sampling;
        this.cropping = cropping;
        this.firstClip = firstClip;
        this.budget = budget;
        this.progress = progress;
    }

    @Override
    public int[] select(int frameCount) {
        this.frameCount = frameCount;
        frames.clear();
        starts.clear();
        long buffer = Math.max(1, budget / cropping.maximalBytes());
        TreeSet<Integer> chosen = new TreeSet<>();
        for (int clip = firstClip; clip < sampling.clips(); clip++) {
            int[] clipStarts = sampling.starts(frameCount, clip);
            TreeSet<Integer> withClip = new TreeSet<>(chosen);
            for (int start : clipStarts) {
                for (int i = 0; i < Architecture.FRAMES_PER_SEGMENT; i++) {
                    withClip.add(SegmentSampling.frame(start, i, frameCount));
                }
            }
            if (!starts.isEmpty() && withClip.size() > buffer) {
                break;
            }
            chosen = withClip;
            starts.add(clipStarts);
        }
        wanted = chosen.size();
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void accept(int index, Frame frame) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted at frame " + index);
        }
        long begin = System.nanoTime();
        // A stream may change its picture size on the way; the crops have one size all the same
        if (resizer == null || !resizer.fits(frame.width(), frame.height())) {
            resizer = new FrameResizer(frame.width(), frame.height(), cropping, VectorWarmUp.rowSums());
        }
        frames.put(index, new Resized(resizer, resizer.resize(frame)));
        nanos += System.nanoTime() - begin;
    }

    @Override
    public void progress(int decoded, int total) {
        progress.progress(ProgressListener.Stage.DECODE, decoded, total);
    }

    /** {@return frames the video has, as last told} */
    public int frameCount() {
        return frameCount;
    }

    /** {@return the first clip that this pass does not have; the number of clips when it has the last one} */
    public int nextClip() {
        return firstClip + starts.size();
    }

    /** {@return whether every frame that was chosen has come} */
    public boolean isComplete() {
        return wanted > 0 && frames.size() == wanted;
    }

    /** {@return nanoseconds spent resizing and cutting} */
    public long nanos() {
        return nanos;
    }

    /**
     * {@return where each of a clip's segments starts, ascending; segments with the same start show the same frames}
     *
     * @param clip a clip of this pass
     */
    public int[] starts(int clip) {
        return starts.get(clip - firstClip);
    }

    /**
     * Cuts a segment out: five frames of packed RGB24, {@code size x size}.
     *
     * @param start  where the segment starts
     * @param crop   which crop
     * @param into   where the bytes go
     * @param offset at which they start
     */
    public void cut(int start, View.Crop crop, byte[] into, int offset) {
        long begin = System.nanoTime();
        int bytes = 3 * cropping.size() * cropping.size();
        for (int i = 0; i < Architecture.FRAMES_PER_SEGMENT; i++) {
            Resized frame = frames.get(SegmentSampling.frame(start, i, frameCount));
            frame.by().cut(frame.pixels(), crop, into, offset + i * bytes);
        }
        nanos += System.nanoTime() - begin;
    }
}
