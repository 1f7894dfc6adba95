package io.deltaframe.itests.felix.messages;

import static io.deltaframe.itests.felix.messages.MessageKind.row;

import java.nio.file.Files;
import java.util.List;

/** Files, folders and URLs that are given for videos. */
final class VideoMessages implements MessageKind {

    @Override
    public String title() {
        return "Videos and pictures";
    }

    @Override
    public List<Row> rows() {
        return List.of(
                row("no such file", "a.mp4", scene -> scene.deltaframe("recognize", "./a.mp4")),
                row("an empty file", "a.mp4", scene -> scene.file("a.mp4", "").deltaframe("recognize", "./a.mp4")),
                row("a text", "a.mp4",
                        scene -> scene.file("a.mp4", "this is no video\n").deltaframe("recognize", "./a.mp4")),
                row("a web page", "a.mp4", scene -> scene.file("a.mp4", "<!DOCTYPE html>\n<html></html>\n")
                        .deltaframe("recognize", "./a.mp4")),
                row("an empty folder", "holiday", scene -> {
                    Files.createDirectory(scene.folder().resolve("holiday"));
                    return scene.deltaframe("recognize", "./holiday");
                }),
                row("a folder of other things", "holiday", scene -> scene.file("holiday/readme.txt", "later\n")
                        .deltaframe("recognize", "./holiday")),
                row("a folder of pictures that are none", "holiday", scene -> scene.file("holiday/00001.jpg", "no\n")
                        .file("holiday/00002.jpg", "no\n").deltaframe("recognize", "./holiday")),
                row("two pictures of one number", "holiday", scene -> scene.file("holiday/img_00003.jpg", "no\n")
                        .file("holiday/img_3.jpg", "no\n").deltaframe("recognize", "./holiday")),
                row("pictures that are not numbered", "frame (1).jpg", scene -> scene
                        .file("holiday/frame (1).jpg", "no\n").deltaframe("recognize", "./holiday")),
                row("a name that begins with a hyphen", "-dash.mp4",
                        scene -> scene.deltaframe("recognize", "-dash.mp4")),
                row("a playlist of a segment that is empty", "b.ts", scene -> scene.file("b.ts", "").file("a.m3u8",
                        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nb.ts\n#EXT-X-ENDLIST\n")
                        .deltaframe("recognize", "./a.m3u8")),
                row("a playlist in a file of a segment elsewhere", "example.org", scene -> scene.file("a.m3u8",
                        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nhttps://example.org/b.ts\n#EXT-X-ENDLIST\n")
                        .deltaframe("recognize", "./a.m3u8")),
                row("a list of songs", "a.m3u", scene -> scene.file("a.m3u", "#EXTM3U\n#EXTINF:2,b\nb.mp4\n")
                        .deltaframe("recognize", "./a.m3u")),
                row("a concat list without its first line", "a.txt", scene -> scene.file("a.txt", "file 'b.mp4'\n")
                        .deltaframe("recognize", "./a.txt")),
                row("a URL where nobody answers", "127.0.0.1",
                        scene -> scene.deltaframe("recognize", "http://127.0.0.1:1/a.mp4")),
                row("a URL of an unknown scheme", "gopher",
                        scene -> scene.deltaframe("recognize", "gopher://127.0.0.1/a.mp4")));
    }
}
