package io.deltaframe.itests.felix.messages;

import static io.deltaframe.itests.felix.messages.MessageKind.row;

import java.util.List;

/** Commands and options that are written wrong. */
final class OptionMessages implements MessageKind {

    @Override
    public String title() {
        return "Commands and options";
    }

    @Override
    public List<Row> rows() {
        return List.of(
                row("no such command", "recognise", scene -> scene.deltaframe("recognise", "a.mp4")),
                row("no video", "VIDEO", scene -> scene.deltaframe("recognize")),
                row("an empty video", "VIDEO", scene -> scene.deltaframe("recognize", "")),
                row("two videos", "b.mp4", scene -> scene.deltaframe("recognize", "a.mp4", "b.mp4")),
                row("no such option", "--topp", scene -> scene.deltaframe("recognize", "--topp", "3", "a.mp4")),
                row("an option without its value", "--top", scene -> scene.deltaframe("recognize", "a.mp4", "--top")),
                row("a word for a number", "--top",
                        scene -> scene.deltaframe("recognize", "--top", "three", "a.mp4")),
                row("a fraction for a number", "--segments",
                        scene -> scene.deltaframe("recognize", "--segments", "8.5", "a.mp4")),
                row("a number beyond all numbers", "--clips",
                        scene -> scene.deltaframe("recognize", "--clips", "99999999999", "a.mp4")),
                row("a number out of its range", "--clips",
                        scene -> scene.deltaframe("recognize", "--clips", "0", "a.mp4")),
                row("neither of two numbers", "--segments",
                        scene -> scene.deltaframe("recognize", "--segments", "9", "a.mp4")),
                row("an option given twice", "--top",
                        scene -> scene.deltaframe("recognize", "--top", "1", "--top", "2", "a.mp4")),
                row("options that contradict each other", "--threads",
                        scene -> scene.deltaframe("recognize", "--threads", "2", "--engine", "tornado", "a.mp4")),
                row("no such engine", "cuda",
                        scene -> scene.clip("a.mp4").deltaframe("recognize", "--engine", "cuda", "./a.mp4")),
                row("no such model", "tdn",
                        scene -> scene.clip("a.mp4").deltaframe("recognize", "--model", "tdn", "./a.mp4")),
                row("an option that must be given", "--out",
                        scene -> scene.deltaframe("evaluate", "--list", "val.txt")),
                row("a word for one of two numbers", "--first-label", scene -> scene.deltaframe("evaluate", "--list",
                        "val.txt", "--out", "results", "--first-label", "one")),
                row("a word for numbers in a row", "--segments", scene -> scene.deltaframe("evaluate", "--list",
                        "val.txt", "--out", "results", "--segments", "8,x")),
                row("no such rule", "--ensemble", scene -> scene.deltaframe("evaluate", "--list", "val.txt", "--out",
                        "results", "--ensemble", "median")));
    }
}
