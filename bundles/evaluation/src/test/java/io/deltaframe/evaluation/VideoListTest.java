package io.deltaframe.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoListTest {

    @TempDir
    private Path folder;

    private VideoList list(String text) throws Exception {
        return VideoList.read(Files.writeString(folder.resolve("val.txt"), text), 0);
    }

    @Test
    void folders_with_their_number_of_frames() throws Exception {
        VideoList list = list("/data/v1/85 46 30\n/data/v1/1753 47 56\r\n\n");
        assertEquals(List.of(new ListedVideo(0, "/data/v1/85", 46, 30), new ListedVideo(1, "/data/v1/1753", 47, 56)),
                list.videos());
        assertEquals(Sha256.of("/data/v1/85 46 30\n/data/v1/1753 47 56\r\n\n".getBytes()), list.sha256());
    }

    @Test
    void files_without() throws Exception {
        assertEquals(List.of(new ListedVideo(0, "val/a b.mp4", 0, 3), new ListedVideo(1, "val/ skate 2", 0, 12)),
                list("val/a b.mp4 3\nval/ skate 2 12").videos());
        assertEquals(List.of(new ListedVideo(0, "a.mp4", 0, 3)), list("a.mp4,3").videos());
    }

    @Test
    void lists_that_count_classes_from_1() throws Exception {
        Path file = Files.writeString(folder.resolve("val.txt"), "a.avi 1\nb.avi 101\n");
        assertEquals(100, VideoList.read(file, 1).videos().get(1).label());
        Files.writeString(file, "a.avi 1\nb.avi 0\n");
        assertEquals("list " + file + ", line 2: expected labels from 1, found 0",
                assertThrows(EvaluationException.class, () -> VideoList.read(file, 1)).getMessage());
    }

    @Test
    void what_is_no_list_is_named() {
        String name = "list " + folder.resolve("val.txt");
        assertEquals(name + ", line 2: expected 'path frames label' or 'path label', found 'b.mp4'",
                assertThrows(EvaluationException.class, () -> list("a.mp4 1\nb.mp4\n")).getMessage());
        assertEquals(name + " must have a video a line but is empty",
                assertThrows(EvaluationException.class, () -> list("\n")).getMessage());
        assertTrue(assertThrows(EvaluationException.class, () -> VideoList.read(folder.resolve("none"), 0)).getMessage()
                .startsWith("no such list"));
    }

    @Test
    void leading_folders_of_another_machine_are_dropped() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(data.resolve("v1/1753"));
        VideoList list = list("/workspace/of/somebody/v1/85 46 30\n/workspace/of/somebody/v1/1753 47 56\n");
        DataRoot root = DataRoot.of(data, list);
        assertEquals(3, root.dropped());
        assertEquals(data + "/v1/85", root.resolve(list.videos().getFirst().path()));
        assertEquals(4, DataRoot.of(data.resolve("v1"), list).dropped());
        assertEquals(0, DataRoot.of(data, list("v1/1753 5 6")).dropped());
        // One that is there by its whole path does not outvote two that are there by a part
        Files.createDirectories(data.resolve("single"));
        Files.createDirectories(data.resolve("v1/85"));
        assertEquals(3, DataRoot.of(data, list("single 1 1\n/a/b/c/v1/85 46 30\n/a/b/c/v1/1753 47 56\n")).dropped());
        assertTrue(assertThrows(EvaluationException.class, () -> DataRoot.of(data, list("v2/1753 5 6"))).getMessage()
                .endsWith("is below " + data + ", such as v2/1753"));
        assertTrue(assertThrows(EvaluationException.class, () -> DataRoot.of(data.resolve("none"), list)).getMessage()
                .startsWith("no such folder"));
    }
}
