package io.deltaframe.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.RecognitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {

    private static final int VIDEOS = 60;
    private static final Map<String, String> HERE = Map.of("machine", "here");
    private static final Consumer<EvaluationProgress> SILENT = progress -> { };

    @TempDir
    private Path folder;
    private Path data;
    private Path file;
    private final FakeRecognizer recognizer = new FakeRecognizer();

    @BeforeEach
    void make_videos() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        file = folder.resolve("val.txt");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < VIDEOS; i++) {
            Files.createFile(data.resolve("v" + i + ".mp4"));
            lines.append("v").append(i).append(".mp4 ").append(i % 7).append('\n');
        }
        Files.writeString(file, lines);
        recognizer.unreadable.add("v13.mp4");
        recognizer.unreadable.add("v59.mp4");
    }

    private Protocol protocol() throws EvaluationException {
        return protocol(1);
    }

    private Protocol protocol(int crops) throws EvaluationException {
        return new Protocol(VideoList.read(file, data, 0), 0, 2, crops, "softmax-mean", recognizer.model(), "fake",
                "1.2.3");
    }

    private Results run(String out, int workers) throws Exception {
        return new Evaluation(recognizer, protocol(), workers, folder.resolve(out)).run(false, HERE, SILENT);
    }

    private byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    private void assertSameResults(String expected, String actual) throws IOException {
        for (String name : List.of("scores.jsonl", "confusion.csv", "confusion.png", "settings.json")) {
            assertArrayEquals(bytes(expected + "/" + name), bytes(actual + "/" + name), name);
        }
        // All but how long it took and how it came about
        assertEquals(Files.readString(folder.resolve(expected + "/summary.json")).split("\"run\"")[0],
                Files.readString(folder.resolve(actual + "/summary.json")).split("\"run\"")[0]);
    }

    @Test
    void results_do_not_depend_on_the_number_of_workers() throws Exception {
        List<EvaluationProgress> told = new ArrayList<>();
        Results one = new Evaluation(recognizer, protocol(), 1, folder.resolve("one")).run(false, HERE, told::add);
        assertEquals(VIDEOS, one.videos());
        assertEquals(58, one.scored());
        assertEquals(VIDEOS, told.size());
        EvaluationProgress last = told.getLast();
        assertEquals(new EvaluationProgress(VIDEOS, 0, VIDEOS, 2, one.precision1(), one.precision5()), last);
        for (int workers : new int[] {2, 7}) {
            run(workers + "", workers);
            assertSameResults("one", workers + "");
        }
        assertEquals(List.of("confusion.csv", "confusion.png", "scores.jsonl", "settings.json", "summary.json"),
                Stream.of(folder.resolve("one").toFile().list()).sorted().toList());
    }

    @Test
    void unreadable_videos_are_counted_and_listed() throws Exception {
        Results results = run("out", 3);
        assertEquals(List.of("line 14: " + data.resolve("v13.mp4") + " is damaged", "line 60: "
                + data.resolve("v59.mp4") + " is damaged"), results.unreadable());
        String line = Files.readAllLines(folder.resolve("out/scores.jsonl")).get(13);
        assertEquals("{\"number\":13,\"path\":\"v13.mp4\",\"label\":6,\"frames\":0,\"error\":\""
                + data.resolve("v13.mp4") + " is damaged\"}", line);
        String summary = Files.readString(folder.resolve("out/summary.json"));
        assertTrue(summary.contains("\"unreadableCount\" : 2") && summary.contains("\"recognised\" : 58"), summary);
        assertTrue(summary.contains("\"sha256\" : \"" + "ab".repeat(32)) && summary.contains("\"machine\" : \"here\""),
                summary);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void an_interrupted_run_is_continued_with_the_same_numbers(int workers) throws Exception {
        run("whole", 2);
        recognizer.stopsAt = "v37.mp4";
        Thread runner = Thread.ofPlatform()
                .start(() -> assertThrows(InterruptedException.class, () -> run("parts", workers)));
        Path scores = folder.resolve("parts/scores.jsonl");
        while (!Files.exists(scores) || Files.readAllLines(scores).size() < 37) {
            Thread.sleep(5);
        }
        runner.interrupt();
        runner.join();
        assertEquals(37, Files.readAllLines(scores).size());
        assertFalse(Files.exists(folder.resolve("parts/summary.json")));
        recognizer.stopsAt = "";
        recognizer.calls.set(0);
        List<EvaluationProgress> told = new ArrayList<>();
        Results results = new Evaluation(recognizer, protocol(), workers, folder.resolve("parts"))
                .run(false, HERE, told::add);
        assertEquals(37, results.resumed());
        assertEquals(37, told.getFirst().done());
        assertEquals(VIDEOS - 37, recognizer.calls.get());
        assertSameResults("whole", "parts");
    }

    @Test
    void a_half_written_last_line_does_not_count() throws Exception {
        run("whole", 2);
        byte[] all = bytes("whole/scores.jsonl");
        for (int cut = 1; cut < 400; cut += 13) {
            Files.createDirectories(folder.resolve("cut"));
            Files.copy(folder.resolve("whole/settings.json"), folder.resolve("cut/settings.json"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.write(folder.resolve("cut/scores.jsonl"), Arrays.copyOf(all, all.length - cut));
            run("cut", 2);
            assertSameResults("whole", "cut");
        }
    }

    @Test
    void a_finished_run_only_tells_its_results_again() throws Exception {
        Results first = run("out", 2);
        recognizer.calls.set(0);
        Results again = run("out", 2);
        assertEquals(0, recognizer.calls.get());
        assertEquals(first.precision1(), again.precision1());
        assertEquals(VIDEOS, again.resumed());
    }

    @Test
    void other_settings_are_refused_and_named() throws Exception {
        run("out", 2);
        EvaluationException e = assertThrows(EvaluationException.class,
                () -> new Evaluation(recognizer, protocol(3), 2, folder.resolve("out")).run(false, HERE, SILENT));
        assertEquals(folder.resolve("out")
                + " has results of other settings: crops was 1 and is 3; give another folder, or --restart to "
                + "forget them", e.getMessage());
        recognizer.model = FakeRecognizer.model("cd".repeat(32));
        assertTrue(assertThrows(EvaluationException.class, () -> run("out", 2)).getMessage().contains(
                "model.1.sha256 was " + "ab".repeat(32) + " and is " + "cd".repeat(32)));
        Files.writeString(file, "v0.mp4 6\n");
        assertTrue(assertThrows(EvaluationException.class, () -> run("out", 2)).getMessage()
                .contains("list.sha256 was "));
        Results results = new Evaluation(recognizer, protocol(3), 2, folder.resolve("out")).run(true, HERE, SILENT);
        assertEquals(1, results.videos());
        assertEquals(0, results.resumed());
    }

    @Test
    void scores_that_are_not_of_the_list_are_refused() throws Exception {
        run("out", 2);
        List<String> lines = Files.readAllLines(folder.resolve("out/scores.jsonl"));
        Path scores = folder.resolve("out/scores.jsonl");
        List<String> swapped = new ArrayList<>(lines);
        swapped.set(3, lines.get(4));
        Files.write(scores, swapped);
        assertEquals(scores + ", line 4: expected video 3, v3.mp4 of class 3 with 7 scores, "
                + "found video 4, v4.mp4 of class 4 with 7",
                assertThrows(EvaluationException.class, () -> run("out", 2)).getMessage());
        swapped.set(3, "nonsense");
        Files.write(scores, swapped);
        assertTrue(assertThrows(EvaluationException.class, () -> run("out", 2)).getMessage()
                .startsWith(scores + ", line 4: expected a JSON object"));
        Files.write(scores, lines);
        Files.writeString(scores, lines.getLast() + "\n", StandardOpenOption.APPEND);
        assertEquals(scores + ": expected 60 lines, one a video of the list, found more",
                assertThrows(EvaluationException.class, () -> run("out", 2)).getMessage());
        Files.delete(folder.resolve("out/settings.json"));
        assertTrue(assertThrows(EvaluationException.class, () -> run("out", 2)).getMessage()
                .contains("has scores but no settings.json"));
    }

    @Test
    void two_evaluations_do_not_write_to_one_folder() throws Exception {
        recognizer.stopsAt = "v0.mp4";
        Thread first = Thread.ofPlatform().start(() -> assertThrows(InterruptedException.class, () -> run("out", 1)));
        while (recognizer.calls.get() == 0) {
            Thread.sleep(5);
        }
        assertEquals(folder.resolve("out/scores.jsonl") + " is being written by another evaluation",
                assertThrows(EvaluationException.class, () -> run("out", 1)).getMessage());
        first.interrupt();
        first.join();
    }

    @Test
    void an_engine_that_fails_and_a_model_that_changes_end_the_run() throws Exception {
        recognizer.failure = new RecognitionException("the engine failed", new IllegalStateException("out of order"));
        assertEquals("the engine failed", assertThrows(EvaluationException.class, () -> run("out", 3)).getMessage());
        recognizer.failure = null;
        Protocol protocol = protocol();
        recognizer.model = FakeRecognizer.model("cd".repeat(32));
        assertTrue(assertThrows(EvaluationException.class,
                () -> new Evaluation(recognizer, protocol, 3, folder.resolve("out")).run(false, HERE, SILENT))
                .getMessage().startsWith("the recognizer changed during the evaluation: expected m 1.0.0 on fake"));
    }

    @Test
    void a_number_of_frames_that_is_not_the_lists_is_a_warning() throws Exception {
        Files.writeString(file, "v0.mp4 40 6\nv1.mp4 41 6\n");
        Results results = run("out", 1);
        assertEquals(1, results.warned());
        List<String> lines = Files.readAllLines(folder.resolve("out/scores.jsonl"));
        assertFalse(lines.get(0).contains("warnings"));
        assertTrue(lines.get(1).endsWith("\"warnings\":[\"expected 41 frames as in the list, found 40\"]}"),
                lines.get(1));
    }

    @Test
    void labels_beyond_the_classes_are_refused_before_anything_is_done() throws Exception {
        Files.writeString(file, "v0.mp4 1\nv1.mp4 7\n");
        assertEquals("list " + file
                + ", line 2: expected labels from 0 to 6 for 7 classes, found 7; if the list counts from 1, say so "
                + "(--first-label 1)", assertThrows(EvaluationException.class, () -> run("out", 1)).getMessage());
        assertFalse(Files.exists(folder.resolve("out")));
    }
}
