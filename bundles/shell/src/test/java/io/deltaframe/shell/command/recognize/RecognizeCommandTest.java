package io.deltaframe.shell.command.recognize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.shell.command.Call;
import io.deltaframe.shell.platform.CommandException;
import io.deltaframe.shell.platform.FakePlatform;
import io.deltaframe.shell.platform.RecognizerChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecognizeCommandTest {

    private final FakePlatform platform = new FakePlatform();

    @Test
    void prints_a_ranked_table() {
        Call call = Call.of(platform, "recognize", "file:clip.mp4");
        assertEquals(0, call.status(), call.err());
        assertEquals("", call.err());
        String[] lines = call.out().split("\n");
        assertEquals("file:clip.mp4", lines[0]);
        assertTrue(lines[1].matches("tiny 1\\.2\\.3 on simd, 62 frames, 1 view, \\d+\\.\\d\\d s "
                + "\\(decode 12 ms, preprocess 4 ms, inference 10[01] ms\\)"), lines[1]);
        assertEquals("1   75.0 %  ###############       Moving something left to right", lines[3]);
        assertEquals("2   12.5 %  ###                   Falling", lines[4]);
        assertEquals("3   12.5 %  ###                   Umfallen, \"größer\"", lines[5]);
        assertEquals(6, lines.length);
    }

    @Test
    void prints_one_json_object_and_nothing_else() {
        platform.warnings.add("frame 7 of file:clip.mp4 is\ndamaged");
        Call call =
                Call.of(platform, "recognize", "--json", "--top", "2", "--crops", "3", "--clips", "2", "file:clip.mp4");
        assertEquals(0, call.status(), call.err());
        assertEquals("{\"video\":\"file:clip.mp4\",\"frames\":62,\"model\":{\"name\":\"tiny\",\"version\":\"1.2.3\","
                + "\"sha256\":\"" + "ab".repeat(32)
                + "\",\"segments\":8,\"inputSize\":112},\"engine\":\"simd\",\"views\":6,\"clips\":2,\"crops\":3,"
                + "\"milliseconds\":{\"decode\":12.346,\"preprocess\":4.0,\"inference\":100.5},"
                + "\"results\":[{\"index\":1,\"label\":\"Moving something left to right\",\"score\":0.75},"
                + "{\"index\":0,\"label\":\"Falling\",\"score\":0.125}],\"warnings\":[\"frame 7 of file:clip.mp4 "
                + "is\\ndamaged\"]}\n", call.out());
        assertEquals("deltaframe: warning: frame 7 of file:clip.mp4 is; damaged\n", call.err());
    }

    @Test
    void logits_are_added_to_the_json_by_class_index() {
        Call call = Call.of(platform, "recognize", "--json", "--logits", "file:clip.mp4");
        assertTrue(call.out().contains("\"logits\":[-1.0,2.5,0.1]"), call.out());
    }

    @Test
    void what_is_not_said_is_left_to_the_recognizer() {
        Call.of(platform, "recognize", "file:clip.mp4");
        assertEquals(new RecognizerChoice(null, null, null, null, null), platform.choice);
        assertEquals(RecognitionOptions.DEFAULT, platform.options);
    }

    @Test
    void what_a_checkpoint_does_not_say_and_is_assumed_is_noted(@TempDir Path folder) {
        Path file = Fixtures.copy("checkpoints/tiny-8f-zip.pth.tar", folder);
        Call call = Call.of(platform, "recognize", "--model", file.toString(), "file:clip.mp4");
        assertEquals(0, call.status(), call.err());
        assertEquals("deltaframe: warning: tiny-8f-zip.pth.tar does not say segments 8, input size 224, "
                + "short side 256: assumed\n", call.err());
        call = Call.of(platform, "recognize", "--segments", "8", "--model", file.toString(), "file:clip.mp4");
        assertTrue(call.err().contains("does not say input size 224, short side 256: assumed"), call.err());
    }

    @Test
    void every_option_arrives() {
        Call call = Call.of(platform, "recognize", "--model", "tiny", "--labels", "l.txt", "--segments", "16",
                "--engine", "simd", "--threads", "3", "--crops", "1", "--clips", "10", "file:clip.mp4");
        assertEquals(0, call.status(), call.err());
        assertEquals(new RecognizerChoice("tiny", Path.of("l.txt"), 16, "simd", 3), platform.choice);
        assertEquals(new RecognitionOptions(10, 1), platform.options);
        assertEquals("file:clip.mp4", platform.video);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "recognize | Missing required parameter: 'VIDEO'",
        "recognize -dash.mp4 | there is no such option; if it is the name of a file, write ./-dash.mp4",
        "recognize -dash.mp4 --json file:a.mp4 | there is no such option; if it is the name of a file, write "
                + "./-dash.mp4",
        "recognize --nonsense | there is no option '--nonsense'",
        "recognize --json --top 3 | Missing required parameter: 'VIDEO'",
        "recognize file:a.mp4 file:b.mp4 | expected nothing more, found 'file:b.mp4'",
        "recognize --crops 2 file:a.mp4 | --crops must be 1 or 3 but is 2",
        "recognize --clips 0 file:a.mp4 | --clips must be 1 to 100 but is 0",
        "recognize --clips 101 file:a.mp4 | --clips must be 1 to 100 but is 101",
        "recognize --segments 9 file:a.mp4 | --segments must be 8 or 16 but is 9",
        "recognize --top 0 file:a.mp4 | --top must be at least 1 but is 0",
        "recognize --threads 0 file:a.mp4 | --threads must be 1 to 1024 but is 0",
        "recognize --threads x file:a.mp4 | Invalid value for option '--threads'",
        "recognize --logits file:a.mp4 | --logits adds to the JSON: give --json too",
        "recognize --engine tornado --threads 2 file:a.mp4 | --threads is for the simd engine but --engine is tornado",
        "recognize --nonsense file:a.mp4 | there is no option '--nonsense'",
    })
    void wrong_usage_is_told_with_a_hint_and_status_2(String line, String expected) {
        Call call = Call.of(platform, line.split(" "));
        assertEquals(2, call.status());
        assertEquals("", call.out());
        String[] lines = call.err().split("\n");
        assertTrue(lines[0].startsWith("deltaframe recognize: " + expected), call.err());
        assertEquals("Try 'deltaframe help recognize'.", lines[1]);
        assertEquals(2, lines.length);
        assertNull(platform.choice, "the platform was asked although the usage is wrong");
    }

    @Test
    void a_video_that_cannot_be_read_is_one_line_and_status_1() {
        platform.failure = new RecognitionException("file:missing.mp4: no such file\n  or folder");
        Call call = Call.of(platform, "recognize", "--json", "file:missing.mp4");
        assertEquals(new Call(1, "", "deltaframe: file:missing.mp4: no such file; or folder\n"), call);
        assertEquals(0, platform.open, "the recognizer is still held");
    }

    @Test
    void a_recognizer_that_cannot_be_had_is_one_line_and_status_1() {
        platform.failure = new CommandException("no model and no file is called 'x'; models: tiny 1.2.3");
        assertEquals(new Call(1, "", "deltaframe: no model and no file is called 'x'; models: tiny 1.2.3\n"),
                Call.of(platform, "recognize", "--model", "x", "file:a.mp4"));
    }

    @Test
    void a_bug_is_one_line_and_status_1_and_leaves_nothing_open() {
        platform.failure = new IllegalStateException("unexpected");
        assertEquals(new Call(1, "", "deltaframe: java.lang.IllegalStateException: unexpected\n"),
                Call.of(platform, "recognize", "file:a.mp4"));
        assertEquals(0, platform.open, "the recognizer is still held");
    }

    @Test
    void an_interrupt_ends_it_as_a_signal_would() {
        platform.failure = new InterruptedException();
        assertEquals(new Call(130, "", ""), Call.of(platform, "recognize", "file:a.mp4"));
        platform.failure = new RecognitionException("interrupted at view 3", new CancellationException());
        assertEquals(new Call(130, "", ""), Call.of(platform, "recognize", "file:a.mp4"));
        assertEquals(0, platform.open, "the recognizer is still held");
    }

    @Test
    void paths_are_seen_from_the_folder_of_the_caller(@TempDir Path folder) throws IOException {
        Path video = Files.createFile(Files.createDirectory(folder.resolve("of mine")).resolve("b.mp4"));
        Call.of(platform, folder, false, "recognize", "--labels", "l.txt", "of mine/b.mp4");
        assertEquals(video.toString(), platform.video);
        assertEquals(folder.resolve("l.txt"), platform.choice.labels());
    }

    @Test
    void a_file_that_is_not_there_is_told_before_anything_is_loaded() {
        assertEquals(new Call(1, "", "deltaframe: no such file or folder: missing.mp4\n"),
                Call.of(platform, "recognize", "missing.mp4"));
        assertNull(platform.choice, "a recognizer was asked for");
    }

    @Test
    void a_file_whose_name_is_in_another_encoding_is_named(@TempDir Path folder) throws Exception {
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "names are no UTF-8 in this locale");
        Process made = new ProcessBuilder("sh", "-c", "echo x > \"$(printf 'latin\\344.mp4')\"")
                .directory(folder.toFile()).start();
        assumeTrue(made.waitFor() == 0, "names that are no UTF-8 cannot be made here");
        assertEquals(new Call(1, "", "deltaframe: the name of this file is not UTF-8, and cannot be opened: "
                + "latin\uFFFD.mp4; rename it (convmv -f latin1 -t utf8 --notest FILE does)\n"),
                Call.of(platform, folder, false, "recognize", "latin\uFFFD.mp4"));
        assertEquals(new Call(1, "", "deltaframe: no such file or folder: other\uFFFD.mp4\n"),
                Call.of(platform, folder, false, "recognize", "other\uFFFD.mp4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp://camera/1", "https://example.org/a.mp4", "file:a.mp4", "concat:a.ts|b.ts"})
    void urls_are_left_alone(String location) {
        Call.of(platform, Path.of("/films"), false, "recognize", location);
        assertEquals(location, platform.video);
    }
}
