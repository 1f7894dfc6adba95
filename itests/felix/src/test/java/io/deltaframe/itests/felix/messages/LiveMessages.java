package io.deltaframe.itests.felix.messages;

import static io.deltaframe.itests.felix.messages.MessageKind.row;

import java.util.List;

/** Streams, and how they are to be looked at. */
final class LiveMessages implements MessageKind {

    @Override
    public String title() {
        return "Live streams";
    }

    @Override
    public List<Row> rows() {
        return List.of(
                row("no such file", "a.mp4", scene -> scene.deltaframe("watch", "./a.mp4")),
                row("a text", "a.mp4",
                        scene -> scene.file("a.mp4", "this is no video\n").deltaframe("watch", "./a.mp4")),
                row("no source", "SOURCE", scene -> scene.deltaframe("watch")),
                row("a word for a time", "--window",
                        scene -> scene.clip("a.mp4").deltaframe("watch", "--window", "long", "./a.mp4")),
                row("a window of nothing", "--window",
                        scene -> scene.clip("a.mp4").deltaframe("watch", "--window", "0s", "./a.mp4")),
                row("a hop of twenty minutes", "--hop",
                        scene -> scene.clip("a.mp4").deltaframe("watch", "--hop", "20m", "./a.mp4")),
                row("a score that is none", "--threshold",
                        scene -> scene.clip("a.mp4").deltaframe("watch", "--threshold", "50", "./a.mp4")),
                row("an exit above the entry", "--exit",
                        scene -> scene.clip("a.mp4").deltaframe("watch", "--threshold", "0.3", "--exit", "0.5",
                                "./a.mp4")),
                row("a label that the model does not have", "Dancing",
                        scene -> scene.clip("a.mp4").deltaframe("watch", "--label", "Dancing", "./a.mp4")),
                row("no such model", "tdn",
                        scene -> scene.clip("a.mp4").deltaframe("watch", "--model", "tdn", "./a.mp4")));
    }
}
