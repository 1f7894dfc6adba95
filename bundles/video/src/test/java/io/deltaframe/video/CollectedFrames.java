package io.deltaframe.video;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A selection that remembers what it was asked and given. */
final class CollectedFrames implements Video.FrameSelection {

    static final IntFunction<int[]> ALL = count -> IntStream.range(0, count).toArray();

    private final IntFunction<int[]> choice;
    final List<Integer> counts = new ArrayList<>();
    final List<Integer> order = new ArrayList<>();
    final SortedMap<Integer, Frame> frames = new TreeMap<>();
    Video.Decoded decoded;

    CollectedFrames(IntFunction<int[]> choice) {
        this.choice = choice;
    }

    static CollectedFrames of(String location, int threads, IntFunction<int[]> choice) throws VideoException {
        CollectedFrames decoding = new CollectedFrames(choice);
        try (Video video = new FfmpegVideoSource(20, null).open(location, threads)) {
            decoding.decoded = video.decode(decoding);
        }
        return decoding;
    }

    static CollectedFrames of(Path file) throws VideoException {
        return of(file.toString(), 1, ALL);
    }

    @Override
    public int[] select(int frameCount) {
        counts.add(frameCount);
        frames.clear();
        order.clear();
        return choice.apply(frameCount);
    }

    @Override
    public void accept(int index, Frame frame) {
        order.add(index);
        frames.put(index, frame);
    }

    /** {@return the numbers that the frames show, in the order of their indices} */
    List<Integer> numbers() {
        return frames.values().stream().map(SampleVideo::number).toList();
    }

    static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
