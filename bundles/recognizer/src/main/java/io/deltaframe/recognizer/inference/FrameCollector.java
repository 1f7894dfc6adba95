package io.deltaframe.recognizer.inference;

import io.deltaframe.api.Frame;
import io.deltaframe.api.ProgressListener;
import io.deltaframe.api.View;
import io.deltaframe.api.video.Video.FrameSelection;
import io.deltaframe.recognizer.preprocess.Cropping;
import io.deltaframe.recognizer.preprocess.ResizedFrames;
import io.deltaframe.recognizer.sampling.ClipSegments;
import io.deltaframe.recognizer.sampling.SegmentSampling;
import io.deltaframe.tdn.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;

/**
 * The frames of one pass over a video: chooses those that clips need, has each resized as it comes, and cuts segments
 * out of them. As many clips, in order, are taken in a pass as fit a budget of memory, at least one; {@link #nextClip}
 * says where the next pass begins. For one thread at a time.
 */
final class FrameCollector implements FrameSelection {

    private final SegmentSampling sampling;
    private final Cropping cropping;
    private final int firstClip;
    private final long budget;
    private final ProgressListener progress;
    private final CountedCall call;
    private final List<ClipSegments> clips = new ArrayList<>();
    private final ResizedFrames frames;
    private int frameCount;
    private int wanted;
    private long resizeNanos;

    /**
     * Prepares a pass.
     *
     * @param sampling  which clips there are
     * @param cropping  which crops are wanted
     * @param firstClip the clip to begin with
     * @param budget    bytes of resized frames to keep at most, unless one clip alone needs more
     * @param progress  told of decoding
     * @param call      that the frames are resized for
     */
    FrameCollector(SegmentSampling sampling, Cropping cropping, int firstClip, long budget, ProgressListener progress,
                   CountedCall call) {
        this.sampling = sampling;
        this.cropping = cropping;
        this.firstClip = firstClip;
        this.budget = budget;
        this.progress = progress;
        this.call = call;
        this.frames = new ResizedFrames(cropping);
    }

    @Override
    public int[] select(int frameCount) {
        this.frameCount = frameCount;
        frames.clear();
        clips.clear();
        long most = Math.max(1, budget / cropping.maximalBytes());
        TreeSet<Integer> chosen = new TreeSet<>();
        for (int clip = firstClip; clip < sampling.clips(); clip++) {
            ClipSegments segments = sampling.segments(frameCount, clip);
            TreeSet<Integer> withClip = new TreeSet<>(chosen);
            for (int segment = 0; segment < segments.distinct(); segment++) {
                for (int i = 0; i < Architecture.FRAMES_PER_SEGMENT; i++) {
                    withClip.add(SegmentSampling.frame(segments.start(segment), i, frameCount));
                }
            }
            if (!clips.isEmpty() && withClip.size() > most) {
                break;
            }
            chosen = withClip;
            clips.add(segments);
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
        call.run(() -> frames.add(index, frame));
        resizeNanos += System.nanoTime() - begin;
    }

    @Override
    public void progress(int decoded, int total) {
        progress.progress(ProgressListener.Stage.DECODE, decoded, total);
    }

    /** {@return the first clip that this pass does not have; the number of clips when it has the last one} */
    int nextClip() {
        return firstClip + clips.size();
    }

    /** {@return whether every frame that was chosen has come} */
    boolean isComplete() {
        return wanted > 0 && frames.size() == wanted;
    }

    /** {@return nanoseconds spent resizing} */
    long resizeNanos() {
        return resizeNanos;
    }

    /**
     * {@return the segments of a clip}
     *
     * @param clip a clip of this pass
     */
    ClipSegments segments(int clip) {
        return clips.get(clip - firstClip);
    }

    /**
     * Cuts the segments that differ out, one after the other: five frames of packed RGB24 each, {@code size x size}.
     *
     * @param segments of a clip of this pass
     * @param crop     which crop
     * @param into     where the bytes go
     */
    void cut(ClipSegments segments, View.Crop crop, byte[] into) {
        int bytes = 3 * cropping.size() * cropping.size();
        int offset = 0;
        for (int segment = 0; segment < segments.distinct(); segment++) {
            for (int i = 0; i < Architecture.FRAMES_PER_SEGMENT; i++) {
                frames.cut(SegmentSampling.frame(segments.start(segment), i, frameCount), crop, into, offset);
                offset += bytes;
            }
        }
    }
}
