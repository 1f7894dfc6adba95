package io.deltaframe.itests.felix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.api.video.VideoWriter;
import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.framework.FelixFramework;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protocol of the paper on a miniature data set, against what the released procedure made of it. */
class EvaluateIT {

    @RegisterExtension
    static final FelixFramework FELIX = Distribution.felix();

    private static final List<String> LINES = new String(Fixtures.bytes("evaluation/val.txt"), StandardCharsets.UTF_8)
            .lines().toList();

    @TempDir
    private Path folder;

    @BeforeEach
    void make_the_data_set() throws IOException {
        Fixtures.copy("checkpoints/tiny-8f.safetensors", folder);
        Fixtures.copy("evaluation/tiny-16f.safetensors", folder);
        Fixtures.copy("evaluation/val.txt", folder);
        for (String line : LINES) {
            Path pictures = Files.createDirectories(folder.resolve("data").resolve(path(line)));
            for (int i = 1; i <= frames(line); i++) {
                Fixtures.copy(String.format(Locale.ROOT, "evaluation/%s/%05d.png", path(line), i), pictures);
            }
        }
    }

    private static String path(String line) {
        return line.split(" ")[0];
    }

    private static int frames(String line) {
        return Integer.parseInt(line.split(" ")[1]);
    }

    private Run evaluate(String out, String... options) throws Exception {
        List<String> args = new ArrayList<>(List.of("evaluate", "--root", "data", "--out", out));
        args.addAll(List.of(options));
        return Run.deltaframe(folder, "", args.toArray(String[]::new));
    }

    private static Map<?, ?> expected(String clip) {
        return (Map<?, ?>) ((Map<?, ?>) Fixtures.object("evaluation/expected.json").get("videos")).get(clip);
    }

    private List<Map<String, Object>> scores(String out) throws IOException {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(out).resolve("scores.jsonl"))) {
            lines.add(Json.object(line));
        }
        return lines;
    }

    private void assertScores(String out, String expected, double tolerance) throws IOException {
        for (Map<String, Object> line : scores(out)) {
            String clip = line.get("path").toString().replaceFirst(".*(clip_\\d).*", "$1");
            float[] scores = Fixtures.floats(expected(clip).get(expected));
            float[] found = Fixtures.floats(line.get("scores"));
            assertEquals(scores.length, found.length);
            for (int i = 0; i < scores.length; i++) {
                assertEquals(scores[i], found[i], tolerance, clip + ", class " + i);
            }
            int best = IntStream.range(0, scores.length).boxed().max((a, b) -> Float.compare(scores[a], scores[b]))
                    .orElseThrow();
            assertEquals(best, line.get("prediction"), clip);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "score-8f-center           | --model tiny-8f.safetensors --segments 8",
        "score-16f-three           | --model tiny-16f.safetensors --segments 16 --crops 3 --workers 1",
        "score-8+16-three-released | --model tiny-8f.safetensors,tiny-16f.safetensors --segments 8,16 --crops 3"
                + " --workers 3",
        "score-8+16-three-softmax  | --model tiny-8f.safetensors,tiny-16f.safetensors --segments 8,16 --crops 3"
                + " --ensemble softmax-mean"})
    void scores_and_precision_are_those_of_the_released_procedure(String expected, String options) throws Exception {
        List<String> args = new ArrayList<>(List.of("--list", "val.txt", "--json"));
        args.addAll(List.of(options.split(" ")));
        Run run = evaluate("out", args.toArray(String[]::new));
        assertEquals(0, run.status(), run.err());
        assertEquals(LINES.size(), scores("out").size());
        assertScores("out", expected, 1e-4);
        Map<?, ?> precision = (Map<?, ?>) ((Map<?, ?>) Fixtures.object("evaluation/expected.json").get("summary"))
                .get(expected);
        Map<String, Object> summary = Json.object(run.out());
        assertEquals((double) precision.get("prec@1"), (double) summary.get("prec@1"), 1e-9);
        assertEquals((double) precision.get("prec@5"), (double) summary.get("prec@5"), 1e-9);
        assertEquals(6, summary.get("recognised"));
        assertEquals(List.of(), summary.get("unreadable"));
    }

    /** Rendered pictures, encoded to H.264: what the codec changes moves scores by less than the classes are apart. */
    @Test
    void encoded_videos_give_the_scores_of_their_pictures_and_broken_ones_are_listed(FelixFramework felix)
            throws Exception {
        StringBuilder list = new StringBuilder("gone.mp4 3\n");
        Files.writeString(folder.resolve("data/broken.mp4"), "this is no video");
        for (String line : LINES) {
            List<Frame> frames = frames(felix, folder.resolve("data").resolve(path(line)));
            // 4:2:0 wants even sizes
            if (frames.getFirst().width() % 2 == 0 && frames.getFirst().height() % 2 == 0) {
                String name = path(line).replace("frames/", "") + ".mp4";
                felix.service(VideoWriter.class).write(folder.resolve("data").resolve(name), 25, 4_000_000, frames);
                list.append("/made/elsewhere/").append(name).append(' ').append(line.split(" ")[2]).append('\n');
            }
        }
        list.append("broken.mp4 0\n");
        Files.writeString(folder.resolve("videos.txt"), list);
        Run run = evaluate("out", "--list", "videos.txt", "--model", "tiny-8f.safetensors", "--json");
        assertEquals(0, run.status(), run.err());
        Map<String, Object> summary = Json.object(run.out());
        assertEquals(7, summary.get("videos"));
        assertEquals(5, summary.get("recognised"));
        assertEquals(List.of("gone.mp4", "broken.mp4"),
                ((List<?>) summary.get("unreadable")).stream().map(v -> ((Map<?, ?>) v).get("path")).toList());
        List<Map<String, Object>> lines = scores("out");
        assertTrue(lines.getFirst().get("error").toString().contains("gone.mp4"), lines.toString());
        Files.write(folder.resolve("out/scores.jsonl"),
                Files.readAllLines(folder.resolve("out/scores.jsonl")).subList(1, 6));
        assertScores("out", "score-8f-center", 0.02);
    }

    private static List<Frame> frames(FelixFramework felix, Path pictures) throws Exception {
        List<Frame> frames = new ArrayList<>();
        try (Video video = felix.service(VideoSource.class).open(pictures.toString(), 1)) {
            video.decode(new Video.FrameSelection() {
                @Override
                public int[] select(int count) {
                    frames.clear();
                    return IntStream.range(0, count).toArray();
                }

                @Override
                public void accept(int index, Frame frame) {
                    frames.add(frame);
                }
            });
        }
        return frames;
    }

    /** {@return whether the kernel says that signal 2 is ignored; what it does not say is taken for no} */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void an_interrupted_run_goes_on_with_the_same_numbers() throws Exception {
        assumeFalse(ignoresInterrupts(),
                "this process was started in the background, where SIGINT is ignored, and its children inherit that");
        List<String> many = Collections.nCopies(20, LINES).stream().flatMap(List::stream).toList();
        Files.write(folder.resolve("many.txt"), many);
        List<String> command = Run.launcher("evaluate", "--root", "data", "--list", "many.txt", "--model",
                "tiny-8f.safetensors", "--out", "parts");
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("err").toFile()).start();
        Path scores = folder.resolve("parts/scores.jsonl");
        while (process.isAlive() && (!Files.exists(scores) || Files.readAllLines(scores).size() < 5)) {
            Thread.sleep(20);
        }
        assertEquals(0, new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor());
        assertEquals(130, process.waitFor(), Files.readString(folder.resolve("err")));
        int done = Files.readAllLines(scores).size();
        assertTrue(done < many.size(), "it was through before it was interrupted");
        assertTrue(Files.readString(folder.resolve("err"))
                .contains(" of 120 videos; the same command goes on from there"),
                Files.readString(folder.resolve("err")));
        assertFalse(Files.exists(folder.resolve("parts/summary.json")));

        Run run = evaluate("parts", "--list", "many.txt", "--model", "tiny-8f.safetensors", "--workers", "4");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().endsWith("; " + done + " videos were done before.\n"), run.out());
        assertEquals(0, evaluate("whole", "--list", "many.txt", "--model", "tiny-8f.safetensors", "--workers",
                "1").status());
        for (String name : List.of("scores.jsonl", "confusion.csv", "confusion.png", "settings.json")) {
            assertArrayEquals(Files.readAllBytes(folder.resolve("whole").resolve(name)),
                    Files.readAllBytes(folder.resolve("parts").resolve(name)), name);
        }
        Run other = evaluate("parts", "--list", "many.txt", "--model", "tiny-8f.safetensors", "--crops", "3");
        assertEquals(1, other.status(), other.toString());
        assertTrue(other.err().contains("parts has results of other settings: crops was 1 and is 3"), other.err());
    }

    @Test
    void a_converted_checkpoint_describes_itself_and_recognises_the_same() throws Exception {
        Fixtures.copy("checkpoints/tiny-8f-zip.pth.tar", folder);
        Files.write(folder.resolve("labels.csv"), IntStream.range(0, 11).mapToObj(i -> (10 - i) + ",\"Class, number "
                + (10 - i) + "\"").toList());
        Run convert = Run.deltaframe(folder, "", "convert", "--segments", "8", "--labels", "labels.csv",
                "tiny-8f-zip.pth.tar", "tiny.safetensors");
        assertEquals(0, convert.status(), convert.err());
        Map<String, Object> inspected = Json.object(Run.deltaframe(folder, "", "inspect", "--json", "tiny.safetensors")
                .out());
        assertEquals(true, inspected.get("usable"));
        assertEquals(11, ((Map<?, ?>) inspected.get("architecture")).get("classes"));
        String video = "data/frames/clip_3";
        Map<String, Object> before = Json.object(Run.deltaframe(folder, "", "recognize", "--json", "--logits",
                "--model", "tiny-8f-zip.pth.tar", video).out());
        Map<String, Object> after = Json.object(Run.deltaframe(folder, "", "recognize", "--json", "--logits", "--model",
                "tiny.safetensors", video).out());
        assertEquals(before.get("logits"), after.get("logits"));
        Map<?, ?> best = (Map<?, ?>) ((List<?>) after.get("results")).getFirst();
        assertEquals("Class, number " + best.get("index"), best.get("label"));
        assertEquals("tiny", ((Map<?, ?>) after.get("model")).get("name"));
    }
}
