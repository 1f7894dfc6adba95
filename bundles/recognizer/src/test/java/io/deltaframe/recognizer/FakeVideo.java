package io.deltaframe.recognizer;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoInfo;
import io.deltaframe.api.video.VideoSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Videos of frames made by a function; counts what is open, and can claim a wrong number of frames or break in the
 * middle.
 */
public final class FakeVideo implements VideoSource {

    public final AtomicInteger opened = new AtomicInteger();
    public final AtomicInteger open = new AtomicInteger();
    public final int frameCount;
    public final IntFunction<Frame> frames;
    public int claimedFrames;
    public int breaksAt = Integer.MAX_VALUE;
    public List<String> warnings = List.of();

    public FakeVideo(int frameCount, IntFunction<Frame> frames) {
        this.frameCount = frameCount;
        this.claimedFrames = frameCount;
        this.frames = frames;
    }

    public static FakeVideo noise(int frameCount, int width, int height) {
        return new FakeVideo(frameCount, i -> Pictures.noise(width, height, i));
    }

    @Override
    public Video open(String location, int threads) throws VideoException {
        if (location.equals("missing.mp4")) {
            throw new VideoException("missing.mp4: no such file");
        }
        opened.incrementAndGet();
        open.incrementAndGet();
        return new Video() {
            private boolean closed;

            @Override
            public VideoInfo info() {
                return new VideoInfo(location, "fake", "noise", 1, 1, 0, 25, claimedFrames, -1);
            }

            @Override
            public Decoded decode(FrameSelection selection) throws VideoException {
                if (claimedFrames != frameCount) {
                    // As a container that promises more than it has: what was handed over becomes void
                    Arrays.stream(selection.select(claimedFrames)).sorted().distinct().filter(i -> i < frameCount)
                            .forEach(i -> selection.accept(i, frames.apply(i)));
                }
                int[] wanted = Arrays.stream(selection.select(frameCount)).sorted().distinct().toArray();
                for (int i : wanted) {
                    if (i >= breaksAt) {
                        throw new VideoException(location + ": broken at frame " + i);
                    }
                    selection.progress(i, frameCount);
                    selection.accept(i, frames.apply(i));
                }
                return new Decoded(frameCount, warnings);
            }

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    open.decrementAndGet();
                }
            }
        };
    }
}
