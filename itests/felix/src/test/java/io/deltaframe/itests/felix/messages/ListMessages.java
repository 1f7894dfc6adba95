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
                row("a label beyond the model's classes", "line 2", scene -> list(scene, "a.mp4 0\nb.mp4 15\n")));
    }

    private static Told list(Scene scene, String text) throws Exception {
        return evaluate(scene.clip("a.mp4").clip("b.mp4").file("val.txt", text));
    }

    private static Told evaluate(Scene scene) throws Exception {
        return scene.deltaframe("evaluate", "--list", "./val.txt", "--out", "./out");
    }
}
