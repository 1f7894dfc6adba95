package io.deltaframe.teach.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LessonFolderTest {

    @TempDir
    private Path folder;

    private void files(String... paths) throws IOException {
        for (String path : paths) {
            Files.createDirectories(folder.resolve(path).getParent());
            Files.writeString(folder.resolve(path), "x");
        }
    }

    private String refusal() {
        return assertThrows(IOException.class, () -> LessonFolder.read(folder)).getMessage();
    }

    private static List<String> clips(LessonFolder lesson) {
        return lesson.clips().stream().map(clip -> clip.label() + " " + clip.path() + " " + clip.group()).toList();
    }

    @Test
    void a_folder_an_action_with_files_and_folders_of_pictures() throws Exception {
        files("wave/b.MP4", "wave/a.webm", "clap/1/00001.jpg", "clap/1/00002.jpg", "none/street.mkv", "clap/x",
                "wave/.DS_Store", ".hidden/a.mp4");
        LessonFolder lesson = LessonFolder.read(folder);
        assertEquals(List.of("clap", "wave"), lesson.actions());
        assertEquals(List.of("0 clap/1 clip clap/1", "0 clap/x clip clap/x", "1 wave/a.webm clip wave/a.webm",
                "1 wave/b.MP4 clip wave/b.MP4", "-1 none/street.mkv clip none/street.mkv"), clips(lesson));
        assertFalse(lesson.grouped());
        assertEquals(List.of(), lesson.oddities());
    }

    @Test
    void folders_between_are_groups_over_all_actions() throws Exception {
        files("wave/anna/1.mp4", "wave/ben/1.mp4", "clap/anna/1/1.png", "clap/ben/2.mp4");
        LessonFolder lesson = LessonFolder.read(folder);
        assertTrue(lesson.grouped());
        assertEquals(List.of("0 clap/anna/1 group anna", "0 clap/ben/2.mp4 group ben", "1 wave/anna/1.mp4 group anna",
                "1 wave/ben/1.mp4 group ben"), clips(lesson));
    }

    @Test
    void a_table_of_groups() throws Exception {
        files("wave/1.mp4", "wave/2, far.mp4", "clap/1.mp4");
        Files.writeString(folder.resolve("groups.csv"),
                "path,group\n\"wave/2, far.mp4\",anna\n# by hand\nclap\\1.mp4 , anna\ngone/1.mp4,ben\n");
        LessonFolder lesson = LessonFolder.read(folder);
        assertTrue(lesson.grouped());
        assertEquals(List.of("0 clap/1.mp4 group anna", "1 wave/1.mp4 clip wave/1.mp4",
                "1 wave/2, far.mp4 group anna"), clips(lesson));
        assertEquals(List.of("groups.csv line 5: passed over: there is no clip 'gone/1.mp4'",
                "groups.csv names no group of 1 of 3 clips: they stay in those of their folders"), lesson.oddities());
        Files.writeString(folder.resolve("groups.csv"), "wave/1.mp4\n");
        assertEquals("groups.csv line 1: expected the path of a clip, a comma and its group, found 'wave/1.mp4'",
                refusal());
        Files.writeString(folder.resolve("groups.csv"), "wave/1.mp4,a\nwave/1.mp4,b\n");
        assertEquals("groups.csv line 2: expected one group a clip, found a second one for 'wave/1.mp4'", refusal());
    }

    @Test
    void odd_things_are_named_and_passed_over() throws Exception {
        files("readme.txt", "wave/1.mp4", "wave/notes.txt", "wave/still.jpg", "wave/ben/deeper/1.mp4");
        Files.createDirectories(folder.resolve("empty"));
        LessonFolder lesson = LessonFolder.read(folder);
        assertEquals(List.of("wave"), lesson.actions());
        assertEquals(List.of("empty: passed over: expected clips, found none",
                "readme.txt: passed over: clips are expected in a folder with their action's name",
                "wave/ben/deeper: passed over: expected a clip, found a folder without pictures",
                "wave/ben: passed over: expected clips or the pictures of one, found neither",
                "wave/notes.txt: passed over: expected a video, found a file of another kind",
                "wave: 1 picture beside the clips passed over: the pictures of a clip are expected in a folder of "
                        + "their own"), lesson.oddities());
    }

    @Test
    void what_is_no_lesson_is_refused() throws Exception {
        assertEquals(folder + ": expected a sub-folder an action with clips in it, found no sub-folder", refusal());
        files("none/1.mp4");
        assertEquals(folder + ": expected a sub-folder an action with clips in it, found 1 without clips of an action",
                refusal());
        files("wave/1.mp4", "Wave /1.mp4");
        assertTrue(refusal().contains("differ by case, blanks or the coding of letters only"), refusal());
        Path gone = folder.resolve("gone");
        assertEquals(gone + ": expected a folder with a sub-folder an action, found nothing of that name",
                assertThrows(IOException.class, () -> LessonFolder.read(gone)).getMessage());
    }
}
