package io.deltaframe.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.video.natives.Natives;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mutants of small videos and pictures, in processes of their own: each is decoded or refused, within ten seconds, by a
 * process whose memory does not grow. {@code -Ddeltaframe.mutants=10000} tries more of them, and
 * {@code -Ddeltaframe.mutants.first=N} begins at another number.
 */
class MutationTest {

    private static final int FIRST = Integer.getInteger("deltaframe.mutants.first", 0);
    private static final int COUNT = Integer.getInteger("deltaframe.mutants", 200);
    private static final int LONGEST_SECONDS = 10;
    /** Beyond what the first tenth took. 20,000 mutants took 25. */
    private static final long GROWTH_MEGABYTES = 100;

    /** Encoder, container, whether its frames may be reordered. */
    private static final String[][] VIDEOS = {
        {"mpeg4", "avi"}, {"mpeg4", "matroska"}, {"mpeg4", "mp4"}, {"libopenh264", "mp4"}, {"libopenh264", "mpegts"},
        {"libopenh264", "flv"}, {"libopenh264", "matroska"}, {"libopenh264", "avi"}, {"libopenh264", "h264"},
        {"libvpx-vp9", "webm"}, {"libvpx", "webm"}, {"libvpx-vp9", "ivf"}, {"libaom-av1", "mp4"}, {"mjpeg", "avi"},
        {"mjpeg", "mov"}, {"ffv1", "matroska"}, {"mpeg2video", "mpegts"}, {"mpeg2video", "vob"},
        {"mpeg1video", "mpeg"}, {"mpeg2video", "mxf"}, {"wmv2", "asf"}, {"flv", "flv"}, {"huffyuv", "avi"},
        {"prores_ks", "mov"}, {"png", "mov"}, {"rawvideo", "avi"}, {"msmpeg4", "avi"}, {"rawvideo", "yuv4mpegpipe"},
        {"dnxhd", "mxf"}, {"apng", "apng"}, {"gif", "gif"}, {"libtheora", "ogg"}, {"cinepak", "avi"},
        {"qtrle", "mov"}, {"jpeg2000", "mov"}, {"svq1", "mov"}, {"h263", "3gp"}, {"snow", "nut"}};
    private static final String[] PICTURES = {"png", "jpg", "bmp", "tif"};
    private static final String[][] ENCODED_PICTURES = {{"libwebp", "webp"}, {"ppm", "ppm"}};

    @TempDir
    Path folder;

    /** What a run found. */
    private static final class Run {
        final Map<String, Integer> outcomes = new TreeMap<>();
        final List<String> faults = new ArrayList<>();
        long slowestMillis;
        String slowest = "";
        final List<Long> megabytes = new ArrayList<>();
        long leastBytes = Long.MAX_VALUE;
        long mostBytes;
        int done;
    }

    @Test
    void everyMutantIsDecodedOrRefusedInTime() throws Exception {
        int samples = writeSamples();
        Run run = new Run();
        int next = FIRST;
        while (next < FIRST + COUNT) {
            next = runProcess(next, run);
        }
        System.out.printf("%d mutants (%d to %d) of %d samples: %s; slowest %d ms (%s); least resident memory in each"
                + " tenth %s MB, at most %d MB; faults: %s%n", run.done, FIRST, FIRST + COUNT - 1, samples,
                run.outcomes, run.slowestMillis, run.slowest, run.megabytes, run.mostBytes >> 20,
                run.faults.isEmpty() ? "none" : String.join("; ", run.faults));
        assertEquals(List.of(), run.faults);
        assertEquals(COUNT, run.done);
        long grown = run.megabytes.getLast() - run.megabytes.getFirst();
        assertTrue(grown < GROWTH_MEGABYTES, "memory grew by " + grown + " MB");
    }

    private int writeSamples() throws IOException {
        Natives.load();
        Path samples = Files.createDirectories(folder.resolve("samples"));
        int count = 0;
        for (String[] video : VIDEOS) {
            SampleVideo sample = new SampleVideo(video[0], video[1]);
            sample.frames = video[0].equals("libaom-av1") ? 3 : 8;
            sample.bFrames = video[0].equals("mpeg4") ? 2 : 0;
            count += write(sample, samples.resolve(video[0] + "." + video[1])) ? 1 : 0;
        }
        for (String[] picture : ENCODED_PICTURES) {
            SampleVideo sample = new SampleVideo(picture[0], "image2");
            sample.frames = 1;
            count += write(sample, samples.resolve("picture." + picture[1])) ? 1 : 0;
        }
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 40 * 30; i++) {
            image.setRGB(i % 40, i / 40, i * 0x10305);
        }
        for (String picture : PICTURES) {
            assertTrue(ImageIO.write(image, picture, samples.resolve("picture." + picture).toFile()), picture);
            count++;
        }
        return count;
    }

    /** {@return whether this build of FFmpeg has the encoder, for a picture of this size} */
    private static boolean write(SampleVideo sample, Path file) throws IOException {
        for (String format : new String[] {"yuv420p", "yuvj420p", "yuv422p10le", "rgb24", "rgb8", "yuv410p", "bgr24",
                "yuv422p"}) {
            sample.pixelFormat = avutil.av_get_pix_fmt(format);
            if (!format.equals("yuv420p")) {
                sample.painter = (number, frame) -> { };
            }
            try {
                sample.write(file);
                return true;
            } catch (AssertionError e) {
                Files.deleteIfExists(file);
            }
        }
        System.out.println("skipped: " + file.getFileName() + " cannot be made by this build of FFmpeg");
        return false;
    }

    /** {@return the number to go on with: after the last, or after one that broke the process} */
    private int runProcess(int first, Run run) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms256m", "-Xmx256m",
                "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch",      // what grows then is not Java's heap
                "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + folder.resolve("crash" + first + ".log"),
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bytedeco.javacpp.cachedir=" + System.getProperty("org.bytedeco.javacpp.cachedir"),
                "-cp", System.getProperty("java.class.path"), MutantDecoder.class.getName(), folder.toString(),
                Integer.toString(first), Integer.toString(FIRST + COUNT)));
        if (Runtime.version().feature() >= 24) {
            // Else JavaCPP makes the JVM warn; older ones neither warn nor know it
            command.add(1, "--sun-misc-unsafe-memory-access=allow");
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Else every decoding thread that ever was keeps some memory of its own, which is no leak.
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        Process process = builder.start();
        LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader out = new BufferedReader(
                    new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                out.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                // the process was killed
            } finally {
                lines.add("over");
            }
        });
        int current = first - 1;
        String sample = "";
        String last = "";
        long start = System.nanoTime();
        try {
            while (true) {
                // The first one waits for the JVM and the libraries too.
                String line = lines.poll(current < first ? 60 : LONGEST_SECONDS, TimeUnit.SECONDS);
                if (line == null) {
                    run.faults.add("mutant " + current + " of " + sample + " takes over " + LONGEST_SECONDS + " s");
                    return current + 1;
                }
                String[] words = line.split(" ");
                if (line.startsWith("begin ")) {
                    current = Integer.parseInt(words[1]);
                    sample = words[2];
                    start = System.nanoTime();
                    last = "";
                } else if (line.startsWith("end ")) {
                    note(run, words, sample + last, (System.nanoTime() - start) / 1_000_000);
                } else if (line.equals("over")) {
                    break;
                } else {
                    last = ": " + line;
                }
            }
            int status = process.waitFor();
            assertTrue(current >= first, "the process that decodes ends with status " + status + " before it begins"
                    + last);
            if (status == 0 && current == FIRST + COUNT - 1) {
                return FIRST + COUNT;
            }
            run.faults.add("mutant " + current + " of " + sample + " ends the process with status " + status + last);
            return current + 1;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void note(Run run, String[] words, String sample, long millis) {
        run.done++;
        run.outcomes.merge(words[2], 1, Integer::sum);
        if (words[2].equals("thrown") || words[2].equals("misnamed")) {
            run.faults.add("mutant " + words[1] + " of " + sample + ": " + words[2]);
        }
        if (millis > run.slowestMillis) {
            run.slowestMillis = millis;
            run.slowest = sample + " " + words[1];
        }
        long bytes = Long.parseLong(words[3]);
        run.mostBytes = Math.max(run.mostBytes, bytes);
        run.leastBytes = Math.min(run.leastBytes, bytes);
        if (run.done % Math.max(1, COUNT / 10) == 0) {
            run.megabytes.add(run.leastBytes >> 20);
            run.leastBytes = Long.MAX_VALUE;
        }
    }
}
