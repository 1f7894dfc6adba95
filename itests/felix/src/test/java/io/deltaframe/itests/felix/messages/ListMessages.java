package io.deltaframe.itests.felix.messages;

import static io.deltaframe.itests.felix.messages.MessageKind.row;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/** Lists of labelled videos. */
final class ListMessages implements MessageKind {

    @Override
    public String title() {
        return "Lists";
    }

    @Override
    public List<Row> rows() {
        return List.of(
                row("no such list", "val.txt", ListMessages::evaluate),
                row("a folder", "val.txt", scene -> {
                    Files.createDirectory(scene.folder().resolve("val.txt"));
                    return evaluate(scene);
                }),
                row("an empty list", "val.txt", scene -> list(scene, "\n\n")),
                row("not UTF-8", "val.txt", scene -> evaluate(scene.file("val.txt",
                        "Tür.mp4 0\n".getBytes(StandardCharsets.ISO_8859_1)))),
                row("no such root", "nowhere", scene -> scene.file("val.txt", "a.mp4 0\n").deltaframe("evaluate",
                        "--list", "./val.txt", "--root", "./nowhere", "--out", "./out")),
                row("videos that are all elsewhere", "val.txt", scene -> list(scene, "x.mp4 0\ny.mp4 1\n")),
                row("a line without a label", "line 2", scene -> list(scene, "a.mp4 0\nb.mp4\n")),
                row("a label beyond the model's classes", "line 2", scene -> list(scene, "a.mp4 0\nb.mp4 15\n")),
                row("classes counted from 1", "line 2", scene -> list(scene, "a.mp4 1\nb.mp4 15\n")),
                row("a class 0 where classes are counted from 1", "line 2",
                        scene -> scene.clip("a.mp4").clip("b.mp4").file("val.txt", "a.mp4 1\nb.mp4 0\n").deltaframe(
                                "evaluate", "--list", "./val.txt", "--out", "./out", "--first-label", "1")),
                row("UTF-16", "val.txt", scene -> evaluate(scene.file("val.txt",
                        "\uFEFFa.mp4 0\n".getBytes(StandardCharsets.UTF_16LE)))),
                row("a binary file", "val.txt", scene -> evaluate(scene.file("val.txt", new byte[] {1, 0, 2, 3}))),
                row("most lines without a label", "val.txt", scene -> list(scene, "a.mp4\nb.mp4\na.mp4 0\n")),
                row("several labels", "line 2", scene -> list(scene, "a.mp4 0\nb.mp4 3,7\n")),
                row("a line that two videos fit", "line 2",
                        scene -> list(scene.clip("a.mp4 12"), "a.mp4 0\na.mp4 12 0\n")),
                row("names without extension", "lines 1 and 2", scene -> list(scene, "a 0\nb 1\n")),
                row("a name without extension that two videos fit", "line 2",
                        scene -> list(scene.clip("c.mp4").clip("c.avi"), "a.mp4 0\nc 1\n")),
                row("another extension", "line 1", scene -> list(scene, "a.avi 0\nb.avi 1\n")),
                row("a heading", "line 1", scene -> list(scene, "path,label\na.mp4,0\nb.mp4,1\n")),
                row("the number before the path", "line 2", scene -> list(scene, "a.mp4 0\n1 b.mp4\n")),
                row("a fraction for a label", "line 2", scene -> list(scene, "a.mp4 0\nb.mp4 1.0\n")),
                row("a number of frames below 0", "line 2", scene -> list(scene, "a.mp4 9 0\nb.mp4 -5 1\n")),
                row("0 for the number of frames", "line 2", scene -> list(scene, "a.mp4 9 0\nb.mp4 0 1\n")),
                row("JSON", "val.txt", scene -> list(scene, "[{\"id\": \"1\", \"label\": \"x\"}]\n")),
                row("a web page", "val.txt", scene -> list(scene, "<!DOCTYPE html>\n<html></html>\n")),
                row("a CSV file of Kinetics", "val.txt",
                        scene -> list(scene, "label,youtube_id,time_start,time_end,split\n")),
                row("one video with two labels", "line 2", scene -> list(scene, "a.mp4 0\na.mp4 1\n")),
                row("one video twice", "line 3", scene -> list(scene, "a.mp4 0\nb.mp4 1\na.mp4 0\n")),
                row("numbers of frames on most lines", "line 2",
                        scene -> list(scene.clip("c.mp4"), "a.mp4 64 0\nb.mp4 1\nc.mp4 64 2\n")),
                row("videos that are all broken", "2 videos", scene -> scene.file("x.mp4", "no").file("y.mp4", "no")
                        .file("val.txt", "x.mp4 0\ny.mp4 1\n")
                        .deltaframe("evaluate", "--list", "./val.txt", "--out", "./out")));
    }

    private static Told list(Scene scene, String text) throws Exception {
        return evaluate(scene.clip("a.mp4").clip("b.mp4").file("val.txt", text));
    }

    private static Told evaluate(Scene scene) throws Exception {
        return scene.deltaframe("evaluate", "--list", "./val.txt", "--out", "./out");
    }
}
