package io.deltaframe.shell.command.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.shell.command.Call;
import io.deltaframe.shell.platform.EnsembleChoice;
import io.deltaframe.shell.platform.FakePlatform;
import io.deltaframe.shell.platform.RecognizerChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateCommandTest {

    @TempDir
    private Path folder;
    private final FakePlatform platform = new FakePlatform();

    @BeforeEach
    void make_a_data_set() throws IOException {
        Files.createDirectories(folder.resolve("videos"));
        for (String name : List.of("a.mp4", "b.mp4", "c.mp4")) {
            Files.createFile(folder.resolve("videos/" + name));
        }
        Files.writeString(folder.resolve("val.txt"),
                "/elsewhere/videos/a.mp4 1\n/elsewhere/videos/b.mp4 1\n/elsewhere/videos/c.mp4 2\n");
    }

    private Call evaluate(String... options) {
        String[] all = new String[options.length + 5];
        System.arraycopy(new String[] {"evaluate", "--list", "val.txt", "--out", "results"}, 0, all, 0, 5);
        System.arraycopy(options, 0, all, 5, options.length);
        return Call.of(platform, folder, false, all);
    }

    @Test
    void prints_precision_and_the_classes_most_confused() {
        Call call = evaluate("--workers", "2");
        assertEquals(0, call.status(), call.err());
        assertEquals("", call.err());
        assertEquals("""
                tiny 1.2.3 on simd, 1 clip, 1 crop, softmax averaged over views
                Prec@1 66.67  Prec@5 100.00  class accuracy 50.00  (3 of 3 videos recognised)
                Most confused:
                  1 (100 %%)  Umfallen, "größer"  taken for  Moving something left to right
                Results are in %s.
                """.formatted(folder.resolve("results")), call.out());
        assertEquals(new RecognizerChoice(null, null, null, null, null), platform.choice);
        assertEquals(new RecognitionOptions(1, 1), platform.options);
        assertEquals(0, platform.open, "the recognizer is still held");
        assertTrue(evaluate().out().endsWith("; 3 videos were done before.\n"));
    }

    @Test
    void the_summary_can_be_printed_as_json() throws Exception {
        Call call = evaluate("--json", "--crops", "3", "--clips", "2");
        assertEquals(0, call.status(), call.err());
        assertEquals(Files.readString(folder.resolve("results/summary.json")), call.out());
        assertTrue(call.out().contains("\"prec@1\" : 66.66666666666667"), call.out());
        assertTrue(call.out().contains("\"engine\" : \"Vector API, 512-bit, 2 threads\""), call.out());
        assertEquals(new RecognitionOptions(2, 3), platform.options);
    }

    @Test
    void several_models_are_an_ensemble() throws Exception {
        Path file = Files.createFile(folder.resolve("b.pth"));
        Call call = evaluate("--model", "a,b.pth", "--segments", "8,16", "--labels", "l.txt", "--engine", "simd",
                "--threads", "2");
        assertEquals(0, call.status(), call.err());
        Path labels = folder.resolve("l.txt");
        assertEquals(new EnsembleChoice(List.of(new RecognizerChoice("a", labels, 8, "simd", 2),
                new RecognizerChoice(file.toString(), labels, 16, "simd", 2)), labels, "released", "simd", 2),
                platform.ensemble);
        assertTrue(call.out().contains("ensemble released\n") || call.out().contains("softmax averaged"), call.out());
        assertEquals(0, evaluate("--model", "a", "--model", "b", "--ensemble", "softmax-mean", "--restart").status());
        assertEquals("softmax-mean", platform.ensemble.scoring());
    }

    @Test
    void unreadable_videos_do_not_end_it_but_if_all_are_it_has_failed() {
        platform.failure =
                new RecognitionException("cannot read the video", new VideoException("a.mp4: damaged\nbadly"));
        Call call = evaluate();
        assertEquals(1, call.status());
        assertEquals("deltaframe: none of the 3 videos could be recognised; line 1: a.mp4: damaged; "
                + "badly\n", call.err());
        assertTrue(call.out().contains("Prec@1 0.00  Prec@5 0.00  class accuracy 0.00  (0 of 3 videos recognised)\n"
                + "3 videos could not be read:\n  line 1: a.mp4: damaged; badly\n"), call.out());
    }

    @Test
    void failures_are_one_line_and_status_1() {
        platform.failure = new RecognitionException("the engine is on fire");
        assertEquals(new Call(1, "", "deltaframe: the engine is on fire\n"), evaluate());
        platform.failure = null;
        assertEquals(0, evaluate().status());
        Call other = evaluate("--crops", "3");
        assertEquals(1, other.status());
        assertTrue(other.err().contains("crops was 1 and is 3") && other.err().lines().count() == 1, other.err());
        assertEquals(0, evaluate("--crops", "3", "--restart").status());
        assertEquals(new Call(1, "", "deltaframe: no such list: " + folder.resolve("none.txt") + "\n"),
                Call.of(platform, folder, false, "evaluate", "--list", "none.txt", "--out", "o"));
    }

    @Test
    void nothing_is_loaded_for_a_list_or_a_folder_that_is_wrong() throws Exception {
        assertEquals(1, evaluate("--root", "nowhere").status());
        Files.writeString(folder.resolve("val.txt"), "a.mp4\n");
        assertEquals(1, evaluate().status());
        assertNull(platform.choice);
        assertFalse(Files.exists(folder.resolve("results")));
    }

    @Test
    void what_is_odd_is_named_with_its_line_and_the_rest_is_evaluated() throws Exception {
        Files.writeString(folder.resolve("val.txt"), "videos/a.mp4 1\nvideos/b.mp4\nvideos/c.mp4 2\n");
        Call call = evaluate();
        assertEquals(0, call.status(), call.err());
        assertEquals("deltaframe: warning: list " + folder.resolve("val.txt") + ", line 2 is left out: expected "
                + "'path label' or 'path frames label', found 'videos/b.mp4'\n", call.err());
        assertTrue(call.out().contains("(2 of 2 videos recognised)"), call.out());
        assertTrue(Files.readString(folder.resolve("results/summary.json")).contains("\"line 2 is left out: "));
    }

    @Test
    void an_interrupt_says_how_to_go_on() {
        platform.failure = new RecognitionException("interrupted", new CancellationException());
        Thread.currentThread().interrupt();
        Call call = evaluate();
        assertEquals(new Call(130, "",
                "deltaframe: interrupted after 0 of 3 videos; the same command goes on from there\n"), call);
        assertFalse(Thread.interrupted());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--crops 2                 | --crops must be 1 or 3 but is 2",
        "--clips 0                 | --clips must be 1 to 100 but is 0",
        "--workers 0               | --workers must be 1 to 256 but is 0",
        "--first-label 2           | --first-label must be 0 or 1 but is 2",
        "--ensemble median         | --ensemble must be released or softmax-mean but is median",
        "--segments 9              | --segments must be 8 or 16 but is 9",
        "--model a,b --segments 8  | --segments must have a number for each --model (2) but has 1",
        "--incremental 2           | --incremental is for --stream, which was not given",
        "--window 2s               | --window is for --stream, which was not given",
        "--stream --model a,b      | --stream is for one --model but 2 were given",
        "--threads 2 --engine tornado | --threads is for the simd engine but --engine is tornado"})
    void wrong_usage_is_told_with_status_2(String options, String expected) {
        Call call = evaluate(options.split(" "));
        assertEquals(2, call.status());
        assertEquals("deltaframe evaluate: " + expected + "\nTry 'deltaframe help evaluate'.\n", call.err());
        assertNull(platform.choice);
    }
}
