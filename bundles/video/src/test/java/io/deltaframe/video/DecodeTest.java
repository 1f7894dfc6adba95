package io.deltaframe.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoInfo;
import io.deltaframe.video.natives.Natives;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void load() throws VideoException {
        Natives.load();
    }

    /** Containers with and without a number of frames, codecs with and without reordering. */
    @ParameterizedTest(name = "{0} in {1}, {2} B-frames, {3} threads")
    @CsvSource({
        "mpeg4,avi,0,1", "mpeg4,matroska,2,1", "mpeg4,mp4,2,4", "mpeg4,avi,2,2", "mpeg2video,mpegts,2,1",
        "mpeg2video,mpegts,2,3", "mpeg2video,mpeg2video,2,1",
        "libopenh264,h264,0,1", "libopenh264,h264,0,4", "libopenh264,flv,0,2", "libopenh264,mpegts,0,0",
        "libvpx-vp9,webm,0,2", "libaom-av1,mp4,0,1", "mjpeg,avi,0,2", "ffv1,matroska,0,2"})
    void everyFrameComesAtItsIndex(String codec, String format, int bFrames, int threads) throws Exception {
        SampleVideo sample = new SampleVideo(codec, format);
        sample.bFrames = bFrames;
        if (codec.equals("mjpeg")) {
            sample.pixelFormat = avutil.AV_PIX_FMT_YUVJ420P;
            sample.painter = (number, frame) -> {
                SampleVideo.paintNumber(number, frame);
                toFullRange(frame);
            };
        }
        if (codec.equals("libaom-av1")) {
            sample.frames = 10;
        }
        Path file = sample.write(folder.resolve("sample." + format));

        CollectedFrames decoding = CollectedFrames.of(file.toString(), threads, CollectedFrames.ALL);

        assertEquals(CollectedFrames.upTo(sample.frames), decoding.numbers());
        assertEquals(CollectedFrames.upTo(sample.frames), decoding.order);
        assertEquals(sample.frames, decoding.decoded.frameCount());
        assertEquals(List.of(), decoding.decoded.warnings());
        assertEquals(sample.frames, decoding.counts.getLast());
    }

    private static void toFullRange(AVFrame frame) {
        for (int y = 0; y < frame.height(); y++) {
            for (int x = 0; x < frame.width(); x++) {
                int luma = frame.data(0).get((long) y * frame.linesize(0) + x) & 0xFF;
                SampleVideo.set(frame, 0, x, y, Math.round((luma - 16) * 255 / 219f));
            }
        }
    }

    @Test
    void onlyFramesAskedForComeAscendingAndOnce() throws Exception {
        SampleVideo sample = new SampleVideo("mpeg4", "matroska");
        sample.bFrames = 2;
        Path file = sample.write(folder.resolve("a.mkv"));

        CollectedFrames decoding = CollectedFrames.of(file.toString(), 1, count -> new int[] {39, 3, 3, 17, 0});

        assertEquals(List.of(0, 3, 17, 39), decoding.order);
        assertEquals(List.of(0, 3, 17, 39), decoding.numbers());
        assertEquals(List.of(40), decoding.counts);
    }

    @Test
    void anEmptySelectionStillCounts() throws Exception {
        Path file = new SampleVideo("mpeg4", "avi").write(folder.resolve("a.avi"));
        assertEquals(40, CollectedFrames.of(file.toString(), 1, count -> new int[0]).decoded.frameCount());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 40})
    void aFrameThatIsNotThereCannotBeSelected(int index) throws Exception {
        Path file = new SampleVideo("mpeg4", "avi").write(folder.resolve("a.avi"));
        var e = assertThrows(IllegalArgumentException.class,
                () -> CollectedFrames.of(file.toString(), 1, count -> new int[] {index}));
        assertTrue(e.getMessage().contains("frame " + index), e.getMessage());
    }

    @Test
    void aVideoCanBeDecodedAgain() throws Exception {
        Path file = new SampleVideo("mpeg4", "avi").write(folder.resolve("a.avi"));
        try (Video video = new FfmpegVideoSource(20, null).open(file.toString(), 1)) {
            for (int i = 0; i < 3; i++) {
                CollectedFrames decoding = new CollectedFrames(CollectedFrames.ALL);
                video.decode(decoding);
                assertEquals(CollectedFrames.upTo(40), decoding.numbers());
            }
        }
    }

    /**
     * 321 x 241 in a lossless RGB codec: every byte of every row is right, whatever padding the rows have inside
     * FFmpeg.
     */
    @ParameterizedTest
    @CsvSource({"321,241", "1,1", "2,3", "33,17", "640,3"})
    void oddSizesAreExact(int width, int height) throws Exception {
        SampleVideo sample = new SampleVideo("ffv1", "matroska");
        sample.width = width;
        sample.height = height;
        sample.frames = 3;
        sample.pixelFormat = avutil.AV_PIX_FMT_BGR0;
        sample.painter = (number, frame) -> {
            for (int y = 0; y < frame.height(); y++) {
                for (int x = 0; x < frame.width(); x++) {
                    for (int c = 0; c < 3; c++) {
                        SampleVideo.set(frame, 0, 4 * x + 2 - c, y, pixel(number, x, y, c));
                    }
                    SampleVideo.set(frame, 0, 4 * x + 3, y, 0);
                }
            }
        };
        CollectedFrames decoding = CollectedFrames.of(sample.write(folder.resolve("odd.mkv")));
        assertEquals(3, decoding.frames.size());
        decoding.frames.forEach((number, frame) -> {
            byte[] expected = new byte[3 * width * height];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = (byte) pixel(number, i / 3 % width, i / 3 / width, i % 3);
            }
            byte[] actual = new byte[expected.length];
            frame.rgb().get(actual);
            assertArrayEquals(expected, actual);
        });
    }

    private static int pixel(int number, int x, int y, int c) {
        return 31 * number + 7 * x + 13 * y + 71 * c & 0xFF;
    }

    @ParameterizedTest
    @CsvSource({"mjpeg,yuvj420p", "ffv1,yuv420p", "ffv1,yuv444p10le", "ffv1,gray", "ffv1,gray10le", "ffv1,rgb48le",
            "mpeg4,yuv420p", "png,rgba"})
    void pixelFormatsOfOddSizesConvert(String codec, String format) throws Exception {
        SampleVideo sample = new SampleVideo(codec, "matroska");
        sample.width = 321;
        sample.height = 241;
        sample.frames = 2;
        sample.pixelFormat = avutil.av_get_pix_fmt(format);
        sample.painter = (number, frame) -> { };
        CollectedFrames decoding = CollectedFrames.of(sample.write(folder.resolve("odd.mkv")));
        assertEquals(2, decoding.frames.size());
        decoding.frames.values().forEach(frame -> assertEquals("321x241", frame.width() + "x" + frame.height()));
    }

    /** Expected values by the standards' formulas: Y'CbCr to R'G'B' with Kr and Kb of each matrix. */
    @ParameterizedTest(name = "matrix {0}, range {1}")
    @CsvSource({"2,0,0.299,0.114,false", "6,1,0.299,0.114,false", "5,0,0.299,0.114,false", "1,1,0.2126,0.0722,false",
            "1,2,0.2126,0.0722,true",
        "9,1,0.2627,0.0593,false", "6,2,0.299,0.114,true"})
    void coloursFollowTheMatrixAndRangeOfTheFrame(int matrix, int range, double kr, double kb, boolean full)
            throws Exception {
        SampleVideo sample = new SampleVideo("ffv1", "matroska");
        sample.frames = 4;
        sample.colorSpace = matrix;
        sample.colorRange = range;
        int[][] yuv = {{120, 90, 170}, {60, 140, 110}, {180, 128, 128}, {100, 160, 120}};
        sample.painter = (number, frame) -> {
            for (int y = 0; y < frame.height(); y++) {
                for (int x = 0; x < frame.width(); x++) {
                    SampleVideo.set(frame, 0, x, y, yuv[number][0]);
                    SampleVideo.set(frame, 1, x / 2, y / 2, yuv[number][1]);
                    SampleVideo.set(frame, 2, x / 2, y / 2, yuv[number][2]);
                }
            }
        };
        CollectedFrames decoding = CollectedFrames.of(sample.write(folder.resolve("colours.mkv")));
        for (int n = 0; n < 4; n++) {
            double luma = full ? yuv[n][0] : (yuv[n][0] - 16) * 255 / 219.0;
            double cb = (yuv[n][1] - 128) * (full ? 1 : 255 / 224.0);
            double cr = (yuv[n][2] - 128) * (full ? 1 : 255 / 224.0);
            double red = luma + 2 * (1 - kr) * cr;
            double blue = luma + 2 * (1 - kb) * cb;
            double green = (luma - kr * red - kb * blue) / (1 - kr - kb);
            double[] expected = {red, green, blue};
            for (int c = 0; c < 3; c++) {
                int actual = decoding.frames.get(n).rgb().get(3 * (20 * 64 + 30) + c) & 0xFF;
                assertEquals(Math.clamp(expected[c], 0, 255), actual, 2.0, "frame " + n + ", channel " + c);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,64,48,0,0", "90,48,64,47,0", "180,64,48,63,47", "270,48,64,0,63"})
    void rotatedVideosComeUpright(int degrees, int width, int height, int cornerX, int cornerY) throws Exception {
        SampleVideo sample = new SampleVideo("mpeg4", "mp4");
        sample.displayMatrix = SampleVideo.turned(degrees);
        Path file = sample.write(folder.resolve("turned.mp4"));
        VideoInfo info;
        try (Video video = new FfmpegVideoSource(20, null).open(file.toString(), 1)) {
            info = video.info();
        }
        assertEquals(degrees, info.rotation());
        assertEquals(width + "x" + height, info.width() + "x" + info.height());
        CollectedFrames decoding = CollectedFrames.of(file);
        assertEquals(CollectedFrames.upTo(40), decoding.numbers());
        Frame frame = decoding.frames.get(20);
        assertEquals(width + "x" + height, frame.width() + "x" + frame.height());
        for (int[] corner : new int[][] {{0, 0}, {width - 1, 0}, {0, height - 1}, {width - 1, height - 1}}) {
            boolean dark = SampleVideo.grey(frame, corner[0], corner[1]) < 30;
            assertEquals(corner[0] == cornerX && corner[1] == cornerY, dark, "corner " + corner[0] + "," + corner[1]);
        }
    }

    @Test
    void variableFrameRateKeepsFramesAndTimes() throws Exception {
        SampleVideo sample = new SampleVideo("ffv1", "matroska");
        sample.frames = 20;
        sample.millis = number -> 7L * number * number + 500;
        CollectedFrames decoding = CollectedFrames.of(sample.write(folder.resolve("vfr.mkv")));
        assertEquals(CollectedFrames.upTo(20), decoding.numbers());
        decoding.frames.forEach((number, frame) -> assertEquals(7000L * number * number, frame.timestampMicros()));
    }

    @Test
    void infoTellsWhatTheContainerSays() throws Exception {
        Path file = new SampleVideo("mpeg4", "mp4").write(folder.resolve("info.mp4"));
        try (Video video = new FfmpegVideoSource(20, null).open(file.toString(), 1)) {
            VideoInfo info = video.info();
            assertEquals(file.toString(), info.location());
            assertTrue(info.container().contains("mp4"), info.container());
            assertEquals("mpeg4", info.codec());
            assertEquals(25, info.frameRate(), 1e-9);
            assertEquals(40, info.frameCount());
            assertEquals(1_600_000, info.durationMicros());
        }
        Path stream = new SampleVideo("libopenh264", "h264").write(folder.resolve("info.h264"));
        try (Video video = new FfmpegVideoSource(20, null).open(stream.toString(), 1)) {
            assertEquals(-1, video.info().frameCount());
            assertEquals("h264", video.info().codec());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space.avi", "per%cent %03d.avi", "colon:in name.avi", "ünï-клип-動画.avi",
            "http:__x.avi", "#?&*[a].avi", "-dash.avi"})
    void filesOpenWhateverTheirNames(String name) throws Exception {
        Path file = new SampleVideo("mpeg4", "avi").write(folder.resolve(name));
        assertEquals(40, CollectedFrames.of(file).decoded.frameCount());
        assertEquals(40, CollectedFrames.of(file.toUri().toString(), 1, CollectedFrames.ALL).decoded.frameCount());
        assertEquals(40, CollectedFrames.of("file:" + file, 1, CollectedFrames.ALL).decoded.frameCount());
    }

    @Test
    void aPictureWhoseNameLooksLikeAPatternIsOnePicture() throws Exception {
        Path picture = FolderTest.picture(folder.resolve("shot%03d.jpg"), 8, 6, 100);
        Files.copy(picture, folder.resolve("shot001.jpg"));
        assertEquals(1, CollectedFrames.of(picture).decoded.frameCount());
    }

    @Test
    void videosDecodeAtTheSameTime() throws Exception {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            SampleVideo sample = new SampleVideo(i % 2 == 0 ? "mpeg4" : "libopenh264", i < 2 ? "matroska" : "mp4");
            sample.frames = 20 + 10 * i;
            files.add(sample.write(folder.resolve(i + ".video")));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<CollectedFrames>> running = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Path file = files.get(i % 4);
                running.add(threads.submit(() -> CollectedFrames.of(file.toString(), 2, CollectedFrames.ALL)));
            }
            for (int i = 0; i < 16; i++) {
                assertEquals(CollectedFrames.upTo(20 + 10 * (i % 4)), running.get(i).get().numbers());
            }
        }
    }

    @Test
    void progressGoesUpToTheEnd() throws Exception {
        Path file = new SampleVideo("mpeg4", "avi").write(folder.resolve("a.avi"));
        List<Integer> seen = new ArrayList<>();
        try (Video video = new FfmpegVideoSource(20, null).open(file.toString(), 1)) {
            video.decode(new Video.FrameSelection() {
                @Override
                public int[] select(int frameCount) {
                    return IntStream.of(1).toArray();
                }

                @Override
                public void accept(int index, Frame frame) { }

                @Override
                public void progress(int decoded, int total) {
                    seen.add(decoded);
                    assertEquals(40, total);
                }
            });
        }
        assertEquals(seen.stream().sorted().toList(), seen);
        assertEquals(40, seen.getLast());
    }
}
