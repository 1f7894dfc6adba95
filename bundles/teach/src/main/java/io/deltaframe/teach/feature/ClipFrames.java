package io.deltaframe.teach.feature;

import io.deltaframe.api.Frame;
import io.deltaframe.api.segment.SegmentNetwork;
import io.deltaframe.api.video.Video.FrameSelection;
import io.deltaframe.recognizer.sampling.ClipSegments;
import io.deltaframe.recognizer.sampling.SegmentSampling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;

/** The frames of one pass over a clip that its views need, each shrunk as it comes. For one thread at a time. */
final class ClipFrames implements FrameSelection {

    private final Looks looks;
    private final int segments;
    private final double frameRate;
    private final UnaryOperator<Frame> shrinking;
    private final Map<Integer, Frame> frames = new HashMap<>();
    private final List<View> views = new ArrayList<>();
    private int wanted;

    /** A view: segments of a part of the clip, which begins with a frame. */
    private record View(int first, int count, ClipSegments segments) { }

    /**
     * Prepares a pass.
     *
     * @param looks     which views there are
     * @param segments  a view has
     * @param frameRate frames a second
     * @param shrinking keeps of a frame what the network can use
     */
    ClipFrames(Looks looks, int segments, double frameRate, UnaryOperator<Frame> shrinking) {
        this.looks = looks;
        this.segments = segments;
        this.frameRate = frameRate;
        this.shrinking = shrinking;
    }

    @Override
    public int[] select(int frameCount) {
        frames.clear();
        views.clear();
        if (looks.windowSeconds() == 0) {
            SegmentSampling sampling = new SegmentSampling(segments, looks.views());
            for (int view = 0; view < looks.views(); view++) {
                views.add(new View(0, frameCount, sampling.segments(frameCount, view)));
            }
        } else {
            selectWindows(frameCount);
        }
        TreeSet<Integer> chosen = new TreeSet<>();
        for (View view : views) {
            for (int segment = 0; segment < view.segments().distinct(); segment++) {
                for (int i = 0; i < SegmentNetwork.FRAMES; i++) {
                    chosen.add(frame(view, segment, i));
                }
            }
        }
        wanted = chosen.size();
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Windows one after the other; of a long clip as many as are allowed, spread over its time. */
    private void selectWindows(int frameCount) {
        int length = Math.clamp(Math.round(looks.windowSeconds() * frameRate), 1, frameCount);
        int there = frameCount / length;
        int count = Math.min(there, looks.views());
        SegmentSampling sampling = new SegmentSampling(segments, 1);
        for (int window = 0; window < count; window++) {
            int first = (int) ((2L * window + 1) * there / (2L * count)) * length;
            views.add(new View(first, length, sampling.segments(length, 0)));
        }
    }

    @Override
    public void accept(int index, Frame frame) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted at frame " + index);
        }
        frames.put(index, shrinking.apply(frame));
    }

    /** {@return whether every frame that was chosen has come} */
    boolean isComplete() {
        return wanted > 0 && frames.size() == wanted;
    }

    /** {@return number of views} */
    int views() {
        return views.size();
    }

    /** {@return seconds that the views look at} */
    double seconds() {
        View first = views.getFirst();
        return (looks.windowSeconds() == 0 ? first.count() : (double) first.count() * views.size()) / frameRate;
    }

    /**
     * {@return the segments of a view}
     *
     * @param view its number
     */
    ClipSegments segments(int view) {
        return views.get(view).segments();
    }

    /**
     * {@return the frames of the segments of a view that differ}
     *
     * @param number of the view
     */
    List<List<Frame>> frames(int number) {
        View view = views.get(number);
        List<List<Frame>> all = new ArrayList<>();
        for (int segment = 0; segment < view.segments().distinct(); segment++) {
            List<Frame> five = new ArrayList<>();
            for (int i = 0; i < SegmentNetwork.FRAMES; i++) {
                five.add(frames.get(frame(view, segment, i)));
            }
            all.add(five);
        }
        return all;
    }

    private static int frame(View view, int segment, int i) {
        return view.first() + SegmentSampling.frame(view.segments().start(segment), i, view.count());
    }
}
