package io.deltaframe.recognizer.inference;

import com.sun.management.OperatingSystemMXBean;
import io.deltaframe.api.ProgressListener;
import io.deltaframe.api.View;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoInfo;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.recognizer.preprocess.Cropping;
import io.deltaframe.recognizer.preprocess.RowSumsInUse;
import io.deltaframe.recognizer.sampling.ClipSegments;
import io.deltaframe.recognizer.sampling.SegmentSampling;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.video.FfmpegVideoSource;
import io.deltaframe.video.FfmpegVideoWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From a file to the bytes an engine gets (open, decode all frames, convert, resize and crop the sampled ones), against
 * the ffmpeg program decoding the same file and scaling every frame, with as many threads, in turn. The ratio is the
 * median over rounds of the quotient within a round. Processor time is printed too: on a busy machine it moves less.
 */
public final class VideoBenchmark {

    private static final double TARGET = 1.2;
    private static final int SHORT_SIDE = 256;
    private static final int SIZE = 224;
    private static final int[] SEGMENTS = {8, 16};
    private static final long WARM_MILLIS = 60_000;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final VideoSource source = new FfmpegVideoSource(Map.of(), null);
    private final int rounds;
    private final String peer;

    private VideoBenchmark(int rounds, String peer) {
        this.rounds = rounds;
        this.peer = peer;
    }

    /** Wall-clock and processor milliseconds of each round. */
    private record Series(double[] wall, double[] processor) {

        Series(int rounds) {
            this(new double[rounds], new double[rounds]);
        }

        void set(int round, double[] millis) {
            wall[round] = millis[0];
            processor[round] = millis[1];
        }
    }

    /**
     * Runs it.
     *
     * @param args not read. The system property {@code benchmarks.video} names files, separated by commas; without, 2.5
     *             and 10 seconds of 1280x720 are made. {@code benchmarks.rounds} (9) and {@code benchmarks.threads} (1
     *             and 2 if absent) are obeyed
     * @throws Exception if something fails
     */
    public static void main(String[] args) throws Exception {
        String peer = FfmpegProgram.version();
        System.out.println(peer.isEmpty() ? "The ffmpeg program is not there: nothing to compare with" : "Peer: "
                + peer);
        VideoBenchmark benchmark = new VideoBenchmark(Integer.getInteger("benchmarks.rounds", 9), peer);
        Path folder = Files.createTempDirectory("video-benchmark");
        try {
            String own = System.getProperty("benchmarks.video", "");
            List<String> files = !own.isBlank() ? List.of(own.split(","))
                    : List.of(write(folder.resolve("short.mp4"), 63), write(folder.resolve("long.mp4"), 250));
            benchmark.cold(files.getFirst());
            benchmark.warmUp(files.getFirst());
            System.out.println("| file | threads | segments | ms | CPU ms | ffmpeg ms | CPU ms | ratio | target | |");
            System.out.println("|:--|--:|--:|--:|--:|--:|--:|--:|:--|:--|");
            int threads = Integer.getInteger("benchmarks.threads", 0);
            for (String file : files) {
                for (int each : threads > 0 ? new int[] {threads} : new int[] {1, 2}) {
                    for (int segments : SEGMENTS) {
                        benchmark.run(file, each, segments);
                    }
                }
            }
        } finally {
            try (var made = Files.list(folder)) {
                for (Path file : made.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static String write(Path file, int frames) throws VideoException {
        new FfmpegVideoWriter().write(file, 25, 4_000_000, new MovingPictures(1280, 720, frames));
        return file.toString();
    }

    /** What the first video of a process takes; where the clip was made here, FFmpeg has been loaded for that. */
    private void cold(String file) throws VideoException {
        System.out.printf(Locale.ROOT, "First video of the process (%s, 8 segments): %.0f ms%n",
                Path.of(file).getFileName(), ours(file, 1, 8)[0]);
    }

    private void warmUp(String file) throws VideoException {
        long begin = System.nanoTime();
        boolean vectors;
        do {
            ours(file, 1, SEGMENTS[0]);
            vectors = RowSumsInUse.areVectors();
        } while (!vectors && System.nanoTime() - begin < WARM_MILLIS * 1_000_000);
        System.out.printf(Locale.ROOT, "Resizing on %s after %.1f s%n%n", vectors ? "vectors" : "scalars",
                (System.nanoTime() - begin) / 1e9);
    }

    private void run(String file, int threads, int segments) throws Exception {
        Cropping cropping = Cropping.center(SHORT_SIDE, SIZE);
        VideoInfo info;
        try (Video video = source.open(file, threads)) {
            info = video.info();
        }
        int width = cropping.resizedWidth(info.width(), info.height());
        int height = cropping.resizedHeight(info.width(), info.height());
        Series ours = new Series(rounds);
        Series theirs = new Series(rounds);
        double[] ratios = new double[rounds];
        ours(file, threads, segments);
        for (int round = 0; round < rounds; round++) {
            ours.set(round, ours(file, threads, segments));
            if (!peer.isEmpty()) {
                theirs.set(round, FfmpegProgram.millis(file, threads, width, height));
                ratios[round] = ours.wall[round] / theirs.wall[round];
            }
        }
        String row = String.format(Locale.ROOT, "| %s | %d | %d | %.0f | %.0f ", Path.of(file).getFileName(), threads,
                segments, median(ours.wall), median(ours.processor));
        System.out.println(row
                + (peer.isEmpty() ? "| | | | | |" : String.format(Locale.ROOT, "| %.0f | %.0f | %.2f | ≤ %.1f | %s |",
                median(theirs.wall), median(theirs.processor), median(ratios), TARGET, median(ratios) <= TARGET ? "ok"
                : "MISS")));
    }

    /** {@return milliseconds, and those of all threads of this process} */
    private double[] ours(String file, int threads, int segments) throws VideoException {
        long begin = System.nanoTime();
        long processor = PROCESS.getProcessCpuTime();
        FrameCollector frames = new FrameCollector(new SegmentSampling(segments, 1), Cropping.center(SHORT_SIDE, SIZE),
                0, Long.MAX_VALUE, ProgressListener.NONE, new CountedCall(new CallHealth()));
        try (Video video = source.open(file, threads)) {
            video.decode(frames);
        }
        ClipSegments clip = frames.segments(0);
        byte[] pixels = new byte[clip.distinct() * Architecture.FRAMES_PER_SEGMENT * 3 * SIZE * SIZE];
        frames.cut(clip, View.Crop.CENTER, pixels);
        return new double[] {(System.nanoTime() - begin) / 1e6, (PROCESS.getProcessCpuTime() - processor) / 1e6};
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
