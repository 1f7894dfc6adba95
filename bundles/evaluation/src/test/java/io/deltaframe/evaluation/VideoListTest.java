package io.deltaframe.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoListTest {

    @TempDir
    private Path folder;
    private Path data;

    @BeforeEach
    void make_a_data_set() throws Exception {
        data = Files.createDirectory(folder.resolve("data"));
        for (String name : List.of("a.mp4", "b.mp4", "c.mp4", "clip, 3.mp4", "two words.mp4", "sub/x.mp4")) {
            video(name);
        }
        for (String name : List.of("fr1", "fr2", "fr3", "clip 12", "clip 13", "v1/85", "v1/1753")) {
            Files.createDirectories(data.resolve(name));
        }
    }

    private void video(String name) throws Exception {
        Path file = data.resolve(name);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }

    private VideoList list(byte[] bytes) throws Exception {
        return VideoList.read(Files.write(folder.resolve("val.txt"), bytes), data, 0);
    }

    private VideoList list(String text) throws Exception {
        return list(text.getBytes(StandardCharsets.UTF_8));
    }

    private String refused(String text) {
        return assertThrows(EvaluationException.class, () -> list(text)).getMessage()
                .replace("list " + folder.resolve("val.txt"), "LIST").replace(data.toString(), "DATA");
    }

    /** {@return the videos in short: where each is, its frames and its label} */
    private String read(String text) throws Exception {
        return shown(list(text));
    }

    private String shown(VideoList list) {
        StringBuilder all = new StringBuilder();
        for (ListedVideo video : list.videos()) {
            all.append(all.isEmpty() ? "" : "; ").append(video.location().replace(data + "/", "")).append(" [")
                    .append(video.frames()).append("] ").append(video.label());
        }
        return all.toString();
    }

    @Test
    void folders_with_their_number_of_frames_and_files_without() throws Exception {
        VideoList list = list("v1/85 46 30\nv1/1753 47 56\r\n\n");
        assertEquals(List.of(new ListedVideo(0, 1, "v1/85", data + "/v1/85", 46, 30),
                new ListedVideo(1, 2, "v1/1753", data + "/v1/1753", 47, 56)), list.videos());
        assertEquals(Sha256.of("v1/85 46 30\nv1/1753 47 56\r\n\n".getBytes(StandardCharsets.UTF_8)), list.sha256());
        assertEquals(List.of(), list.oddities());
        assertEquals("a.mp4 [0] 3; two words.mp4 [0] 12", read("a.mp4 3\ntwo words.mp4 12\n"));
    }

    /** One video and another, whatever separates fields and lines. */
    @ParameterizedTest
    @ValueSource(strings = {"a.mp4 0\nb.mp4 1", "\uFEFFa.mp4 0\r\nb.mp4 1\r\n", "a.mp4 0\rb.mp4 1\r",
        "\uFEFFa.mp4 0\n\uFEFFb.mp4 1", "a.mp4\t0\nb.mp4\t\t1\t", "a.mp4,0\nb.mp4, 1", "a.mp4;0\nb.mp4;1",
        "\"a.mp4\",\"0\"\n'b.mp4' 1", " \u00A0a.mp4\u00A00 \nb.mp4\u30001", "# two videos\n\na.mp4 0\n\n\nb.mp4 1\n\n",
        "a.mp4 0 # ok\nb.mp4 1 # take 2 # 3", "a.mp4 0# ok\nb.mp4,1,# 4, 5", "a.mp4\t0\t#\n'b.mp4' 1 #ok",
        "./a.mp4 0\n.\\b.mp4 1", "a.mp4,,0\nb.mp4,1,"})
    void separators_quotes_marks_and_comments(String text) throws Exception {
        VideoList list = list(text);
        assertEquals("a.mp4 [0] 0; b.mp4 [0] 1", shown(list));
        assertEquals(List.of(), list.oddities());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        // What is there decides which numbers belong to the name
        "clip 12 0;clip 13 1                 | clip 12 [0] 0; clip 13 [0] 1",
        "clip 12 40 0;clip 13 41 1           | clip 12 [40] 0; clip 13 [41] 1",
        "clip, 3.mp4,0;a.mp4,1               | clip, 3.mp4 [0] 0; a.mp4 [0] 1",
        "\"clip, 3.mp4\",0;'clip 12' 1       | clip, 3.mp4 [0] 0; clip 12 [0] 1",
        "/other/machine/v1/85 46 30          | v1/85 [46] 30",
        "C:\\data\\sub\\x.mp4 3              | sub/x.mp4 [0] 3",
        "sub\\x.mp4 3                        | sub/x.mp4 [0] 3"})
    void what_is_on_disk_decides(String text, String expected) throws Exception {
        VideoList list = list(text.replace(';', '\n'));
        assertEquals(expected, shown(list));
        assertEquals(List.of(), list.oddities());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "fr1 12 0;fr2 1;fr3 12 2    | fr1 [12] 0; fr2 [0] 1; fr3 [12] 2 | line 2: no number of frames, which other "
                + "lines have",
        "a.mp4 0;b.mp4 12 1;c.mp4 2 | a.mp4 [0] 0; b.mp4 [12] 1; c.mp4 [0] 2 | line 2: a number of frames before the "
                + "label, which other lines do not have",
        "a.mp4 0;b.mp4 -5 2;c.mp4 1 | a.mp4 [0] 0; c.mp4 [0] 1 | line 2 is left out: expected a number of frames, "
                + "found -5 behind 'b.mp4'",
        "a.mp4 9 0;b.mp4 0 3;c.mp4 7 2 | a.mp4 [9] 0; b.mp4 [0] 3; c.mp4 [7] 2 | line 2: 0 stands for the number of "
                + "frames, which is taken as unknown",
        "a.mp4 0;x.mp4 1 # take 2;c.mp4 1 # ok | a.mp4 [0] 0; x.mp4 [0] 1; c.mp4 [0] 1 |",
        "path,label;a.mp4,0         | a.mp4 [0] 0              | line 1: taken for a heading: path,label",
        "a 0;b 1;c.mp4 2            | a.mp4 [0] 0; b.mp4 [0] 1; c.mp4 [0] 2 | lines 1 and 2: no such video, but one "
                + "with .mp4 behind the name is there and taken",
        "a.mp4 0;b.mp4;c.mp4 1      | a.mp4 [0] 0; c.mp4 [0] 1 | line 2 is left out: expected 'path label' or 'path "
                + "frames label', found 'b.mp4'",
        "a.mp4 0;1 b.mp4;c.mp4 1    | a.mp4 [0] 0; c.mp4 [0] 1 | line 2 is left out: expected 'path label' or 'path "
                + "frames label', found '1 b.mp4'; the number comes last",
        "a.mp4 0;b.mp4 1.0;c.mp4 1  | a.mp4 [0] 0; c.mp4 [0] 1 | line 2 is left out: expected the number of a class, "
                + "found 1.0 behind 'b.mp4'",
        "a.mp4 0;b.mp4 -1;c.mp4 1   | a.mp4 [0] 0; c.mp4 [0] 1 | line 2 is left out: expected the number of a class, "
                + "found -1 behind 'b.mp4'",
        "a.mp4 0;b.mp4 3,7;c.mp4 1  | a.mp4 [0] 0; c.mp4 [0] 1 | line 2 is left out: expected one label, found the "
                + "labels 3, 7 of 'b.mp4'",
        "a.mp4 0;b.mp4 3 7 9;c.mp4 1 | a.mp4 [0] 0; c.mp4 [0] 1 | line 2 is left out: expected one label, found the "
                + "labels 3, 7, 9 of 'b.mp4'",
        "a.mp4 0;a.mp4 0            | a.mp4 [0] 0; a.mp4 [0] 0 | line 2: a video that came before, such as line 1; it "
                + "counts again",
        "a.mp4 0;a.mp4 3            | a.mp4 [0] 0; a.mp4 [0] 3 | line 2: 'a.mp4' has label 3, and label 0 in line 1; "
                + "both count"})
    void what_is_odd_is_named_with_its_line(String text, String expected, String oddity) throws Exception {
        VideoList list = list(text.replace(';', '\n'));
        assertEquals(expected, shown(list));
        assertEquals(oddity == null ? List.of() : List.of(oddity), list.oddities());
    }

    @Test
    void names_with_the_mark_of_a_comment_are_names_where_they_are_there() throws Exception {
        video("a #1.mp4");
        video("take # 2");
        video("take");
        VideoList list = list("a #1.mp4 0 # the first\ntake # 2 1\na #1.mp4 2\n# a.mp4 0 # not yet\n");
        assertEquals("a #1.mp4 [0] 0; take # 2 [0] 1; a #1.mp4 [0] 2", shown(list));
        assertEquals(List.of("line 3: 'a #1.mp4' has label 2, and label 0 in line 1; both count"), list.oddities());
        assertEquals("LIST: 1 of 1 line cannot be used: line 1: no such video: 'b #1.mp4'; videos are looked for in "
                + "DATA (--root)", refused("b #1.mp4 0 # none\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"label,youtube_id,time_start,time_end,split\nabseiling,0347ZoDXyP0,95,105,train\n",
        "\"air drumming\",_4YTwq0-73Y,1,11,train\n"})
    void a_csv_file_of_kinetics_is_named(String text) {
        assertEquals("LIST: expected a list, found a CSV file of Kinetics, which names videos on YouTube and times in "
                + "them; make a text of it with a line 'path label' for each video", refused(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"id\":\"1\",\"label\":\"x\"}]", "{\n  \"1\": 2\n}\n", "{\"a\": 1}\n{\"a\": 2}\n",
        "[\n[\"a.mp4\", 0]\n]"})
    void json_is_named(String text) {
        assertEquals("LIST: expected a list, found JSON; make a text of it with a line 'path label' for each video",
                refused(text));
    }

    @Test
    void a_web_page_is_named_and_a_bracket_begins_a_name() throws Exception {
        assertEquals("LIST: expected a list, found a web page (HTML), as servers send in place of a file; fetch the "
                + "list itself", refused("<!DOCTYPE html>\n<html><body>Sign in</body></html>\n"));
        video("[\"one\"].mp4");
        assertEquals("[\"one\"].mp4 [0] 3", read("[\"one\"].mp4 3\n"));
    }

    @Test
    void a_line_with_two_meanings_is_named_and_left_out() throws Exception {
        Files.createDirectory(data.resolve("clip"));
        VideoList list = list("a.mp4 0\nclip 12 0\n\"clip 12\" 1\n");
        assertEquals("a.mp4 [0] 0; clip 12 [0] 1", shown(list));
        assertEquals(List.of("line 2 is left out: expected one video, found both 'clip 12' and 'clip'; put the path in "
                + "quotes"), list.oddities());
        video("two.avi");
        video("two.mp4");
        assertEquals(List.of("line 2 is left out: expected one video named 'two', found two.avi and two.mp4; write its "
                + "extension"), list("a.mp4 0\ntwo 1\nb.mp4 1\n").oddities());
    }

    @Test
    void a_path_that_is_there_as_written_or_beside_the_list_is_taken() throws Exception {
        Path outside = Files.createFile(Files.createDirectory(folder.resolve("elsewhere")).resolve("a.mp4"));
        assertEquals(outside + " [0] 1", read(outside + " 1\n"));
        Files.createFile(folder.resolve("beside.mp4"));
        assertEquals(folder + "/beside.mp4 [0] 1; a.mp4 [0] 2", read("beside.mp4 1\na.mp4 2\n"));
    }

    @Test
    @DisabledOnOs(OS.MAC)
    void names_are_the_same_in_every_normal_form() throws Exception {
        assumeTrue(Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode('\u00F6'),
                "names of files have ASCII only in this locale");
        String composed = "gr\u00F6\u00DFer.mp4";
        String decomposed = "u\u0308ben/o\u0308ffnen.mp4";
        video(composed);
        video(decomposed);
        VideoList list = list("gro\u0308\u00DFer.mp4 0\n\u00FCben/\u00F6ffnen.mp4 1\n");
        assertEquals(composed + " [0] 0; " + decomposed + " [0] 1", shown(list));
        assertEquals(List.of(), list.oddities());
    }

    @Test
    void lists_that_count_classes_from_1() throws Exception {
        Path file = Files.writeString(folder.resolve("val.txt"), "a.mp4 1\nb.mp4 101\n");
        assertEquals(100, VideoList.read(file, data, 1).videos().get(1).label());
        assertEquals("list " + file + ", line 2: expected labels from 0 to 100 for 101 classes, found 101; if the list "
                + "counts from 1, say so (--first-label 1)", assertThrows(EvaluationException.class,
                        () -> VideoList.read(file, data, 0).check(101)).getMessage());
        Files.writeString(file, "a.mp4 1\nb.mp4 0\n");
        assertEquals("list " + file + ", line 2: expected labels from 1, found 0; a list that counts from 0 needs "
                + "--first-label 0",
                assertThrows(EvaluationException.class, () -> VideoList.read(file, data, 1)).getMessage());
        assertEquals("", list("a.mp4 0\nb.mp4 1\nfr1 2\nfr2 3\nfr3 4\n").numbering(5));
        assertEquals("", list("a.mp4 1\nb.mp4 2\nfr1 3\n").numbering(5));
        assertEquals("list " + file + ": no video of class 0, and some of every other class; if the list counts from "
                + "1, say so (--first-label 1)", list("a.mp4 1\nb.mp4 2\nfr1 3\nfr2 4\n").numbering(5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "a.mp4 0;x.mp4 0;y.mp4 1 | 2 of 3 lines cannot be used: line 2: no such video: 'x.mp4'; line 3: no such video: "
                + "'y.mp4'; videos are looked for in DATA (--root)",
        "a.mp4;b.mp4;c.mp4 0     | 2 of 3 lines cannot be used: line 1: expected 'path label' or 'path frames label', "
                + "found 'a.mp4'; line 2: expected 'path label' or 'path frames label', found 'b.mp4'; videos are "
                + "looked for in DATA (--root)",
        "a.avi 0                 | 1 of 1 line cannot be used: line 1: no such video: 'a.avi'; there is a.mp4; videos "
                + "are looked for in DATA (--root)",
        "A.MP4 0                 | 1 of 1 line cannot be used: line 1: no such video: 'A.MP4'; there is a.mp4; videos "
                + "are looked for in DATA (--root)"})
    void a_list_that_is_mostly_odd_is_refused(String text, String expected) {
        assertEquals("LIST: " + expected, refused(text.replace(';', '\n')));
    }

    @Test
    void what_is_no_list_is_named() {
        assertEquals("LIST: expected a video and its label a line, found no line", refused("\n# nothing\n"));
        assertEquals("list " + folder.resolve("val.txt") + ": expected UTF-8, found UTF-16; save it as UTF-8",
                assertThrows(EvaluationException.class,
                        () -> list("\uFEFFa.mp4 0\n".getBytes(StandardCharsets.UTF_16LE))).getMessage());
        assertEquals("list " + folder.resolve("val.txt") + ": expected UTF-8, found UTF-16 without a mark; save it as "
                + "UTF-8", assertThrows(EvaluationException.class,
                        () -> list("a.mp4 0\n".getBytes(StandardCharsets.UTF_16LE))).getMessage());
        assertEquals("list " + folder.resolve("val.txt") + ": expected UTF-8, found bytes that are none; save it as "
                + "UTF-8", assertThrows(EvaluationException.class,
                        () -> list("\u00FC.mp4 0\n".getBytes(StandardCharsets.ISO_8859_1))).getMessage());
        assertEquals("no such list: " + folder.resolve("none"), assertThrows(EvaluationException.class,
                () -> VideoList.read(folder.resolve("none"), null, 0)).getMessage());
        Path device = Path.of("/dev/zero");
        if (Files.exists(device)) {
            assertEquals("list /dev/zero: expected a file, found a pipe, a socket or a device",
                    assertThrows(EvaluationException.class, () -> VideoList.read(device, null, 0)).getMessage());
        }
        assertEquals("no such folder: " + data.resolve("none") + " (--root)", assertThrows(EvaluationException.class,
                () -> VideoList.read(Files.writeString(folder.resolve("val.txt"), "a 0"), data.resolve("none"), 0))
                .getMessage());
    }

    @Test
    void leading_folders_of_another_machine_are_dropped() throws Exception {
        VideoList list = list("/workspace/of/somebody/v1/85 46 30\n/workspace/of/somebody/v1/1753 47 56\n");
        assertEquals(new DataRoot(data, 3), list.root());
        assertEquals(data + "/v1/85", list.videos().getFirst().location());
        assertEquals(4, VideoList.read(folder.resolve("val.txt"), data.resolve("v1"), 0).root().dropped());
        assertEquals(0, list("v1/1753 5 6").root().dropped());
        // One that is there by its whole path does not outvote two that are there by a part
        Files.createDirectories(data.resolve("single"));
        assertEquals(3, list("single 1 1\n/a/b/c/v1/85 46 30\n/a/b/c/v1/1753 47 56\n").root().dropped());
    }
}
