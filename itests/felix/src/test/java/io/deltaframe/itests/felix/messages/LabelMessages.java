package io.deltaframe.itests.felix.messages;

import static io.deltaframe.itests.felix.messages.MessageKind.row;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/** Files that are given for labels. */
final class LabelMessages implements MessageKind {

    @Override
    public String title() {
        return "Labels";
    }

    @Override
    public List<Row> rows() {
        return List.of(
                row("no such file", "labels.txt", LabelMessages::convert),
                row("a folder", "labels.txt", scene -> {
                    Files.createDirectory(scene.folder().resolve("labels.txt"));
                    return convert(scene);
                }),
                row("an empty file", "labels.txt", scene -> labels(scene, " \n\n")),
                row("not UTF-8", "labels.txt", scene -> convert(scene.file("labels.txt",
                        "Öffnen\n".getBytes(StandardCharsets.ISO_8859_1)))),
                row("UTF-16", "labels.txt", scene -> convert(scene.file("labels.txt",
                        "\uFEFFwalking\n".getBytes(StandardCharsets.UTF_16LE)))),
                row("a binary file", "labels.txt", scene -> convert(scene.file("labels.txt", new byte[100]))),
                row("an empty line between names", "labels.txt", scene -> labels(scene, "walking\n\nrunning\n")),
                row("a number that is missing", "labels.txt",
                        scene -> labels(scene, "0 walking\n1 running\n3 falling\n")),
                row("a number that comes twice", "labels.txt",
                        scene -> labels(scene, "0 walking\n1 running\n1 falling\n")),
                row("numbers from 2", "labels.txt", scene -> labels(scene, "2,walking\n3,running\n")),
                row("JSON that is neither an array nor an object of names", "labels.txt",
                        scene -> labels(scene, "{\"classes\": [\"walking\"]}")),
                row("JSON that ends early", "labels.txt", scene -> labels(scene, "[\"walking\", \"runn")),
                row("an empty name in JSON", "labels.txt", scene -> labels(scene, "[\"walking\", \" \"]")),
                row("more names than classes", "labels.txt", scene -> labels(scene, "a\n".repeat(12))));
    }

    private static Told labels(Scene scene, String text) throws Exception {
        return convert(scene.file("labels.txt", text));
    }

    private static Told convert(Scene scene) throws Exception {
        return scene.fixture("checkpoints/tiny-8f.safetensors").deltaframe("convert", "--labels", "./labels.txt",
                "./tiny-8f.safetensors", "./out.safetensors");
    }
}
