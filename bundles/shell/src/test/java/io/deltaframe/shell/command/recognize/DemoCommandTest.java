package io.deltaframe.shell.command.recognize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.shell.command.Call;
import io.deltaframe.shell.platform.FakePlatform;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

    private final FakePlatform platform = new FakePlatform();

    @TempDir
    private Path folder;

    @Test
    void encodes_a_clip_recognises_it_with_the_embedded_model_and_deletes_it() {
        Call call = Call.of(platform, "demo");
        assertEquals(0, call.status(), call.err());
        assertEquals(DemoClip.FRAMES, platform.frames);
        assertEquals(platform.encoded.toString(), platform.video);
        assertEquals("motion", platform.choice.model());
        assertFalse(Files.exists(platform.encoded), "the clip is still there");
        assertTrue(call.out().startsWith("Rendered \"Moving something left to right\": 64 frames of 320x240 at 25 a "
                + "second, encoded to H.264"));
        assertTrue(call.out().contains("Moving something left to right\n"));
    }

    @Test
    void fails_when_the_motion_is_not_named() {
        platform.best = 0;
        Call call = Call.of(platform, "demo");
        assertEquals(1, call.status());
        assertEquals("deltaframe: the clip shows \"Moving something left to right\" but was recognised as "
                + "\"Falling\"\n", call.err());
        assertFalse(Files.exists(platform.encoded), "the clip is still there");
    }

    @Test
    void keeps_the_clip_where_it_is_told_to() {
        Path clip = folder.resolve("kept.mp4");
        assertEquals(0, Call.of(platform, folder, false, "demo", "--keep", "kept.mp4").status());
        assertTrue(Files.exists(clip));
    }

    @Test
    void json_is_the_only_output() {
        Call call = Call.of(platform, "demo", "--json", "--top", "1");
        assertTrue(call.out().startsWith("{\"video\":") && call.out().endsWith("}\n"), call.out());
        assertEquals(1, call.out().lines().count());
    }

    @Test
    void the_sample_clip_is_the_same_every_time_and_every_frame_differs_from_the_one_before() {
        var first = new DemoClip().iterator();
        var second = new DemoClip().iterator();
        ByteBuffer before = null;
        int count = 0;
        while (first.hasNext()) {
            var frame = first.next();
            assertEquals(frame.rgb(), second.next().rgb());
            assertEquals(320, frame.width());
            assertEquals(240, frame.height());
            assertEquals(count * 40_000L, frame.timestampMicros());
            assertFalse(count > 1 && frame.rgb().equals(before), "frame " + count + " shows no motion");
            before = frame.rgb();
            count++;
        }
        assertEquals(DemoClip.FRAMES, count);
    }
}
