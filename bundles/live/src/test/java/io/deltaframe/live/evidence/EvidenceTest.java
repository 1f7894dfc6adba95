package io.deltaframe.live.evidence;

import static io.deltaframe.live.evidence.EvidenceRig.awaitWritten;
import static io.deltaframe.live.evidence.EvidenceRig.event;
import static io.deltaframe.live.evidence.EvidenceRig.files;
import static io.deltaframe.live.evidence.EvidenceRig.push;
import static io.deltaframe.live.evidence.EvidenceRig.window;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.ActionEvent.Ending;
import io.deltaframe.api.live.EvidenceOptions;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceTest {

    private final EvidenceRig rig = new EvidenceRig();

    @TempDir
    private Path folder;
    private EvidenceOptions options;

    @BeforeEach
    void choose() {
        options = EvidenceOptions.in(folder.toString()).withClips(Duration.ofSeconds(2), Duration.ofSeconds(6));
    }

    @AfterEach
    void stop() throws Exception {
        rig.evidence.stop();
    }

    private SessionEvidence keeping(String name) {
        SessionEvidence session = rig.session(name);
        session.keep(options);
        return session;
    }

    private static long shown(Path picture) throws Exception {
        return ByteBuffer.wrap(Files.readAllBytes(picture)).getLong() / 1000;
    }

    @Test
    void an_event_has_pictures_of_start_and_peak_a_clip_with_pre_roll_and_a_line() throws Exception {
        SessionEvidence gate = keeping("gate");
        push(gate, 1, 0, 13);
        gate.started(event("gate-1", "gate", "wave", 10, 13, Ending.NONE));
        awaitWritten(gate);
        String stem = "gate/20261126T120010.000Z-wave-" + SafeName.hash("gate-1");
        assertEquals(List.of(stem + ".json", stem + ".start.jpg"), files(folder));
        push(gate, 1, 13, 15);
        gate.window(window("gate", "wave", 0.95, 11));
        gate.window(window("gate", "nod", 0.99, 12));
        gate.ended(event("gate-1", "gate", "wave", 10, 15, Ending.EXIT));
        awaitWritten(gate);
        assertEquals(List.of(stem + ".json", stem + ".mp4", stem + ".peak.jpg", stem + ".start.jpg"), files(folder));
        assertEquals(10_000, shown(folder.resolve(stem + ".start.jpg")));
        assertEquals(12_500, (double) shown(folder.resolve(stem + ".peak.jpg")), 40);
        // From 2 s before the start, for 6 s, or to the end
        List<String> times = Files.readAllLines(folder.resolve(stem + ".mp4"));
        assertEquals(8_000, Double.parseDouble(times.getFirst()), 100);
        assertEquals(14_000, Double.parseDouble(times.getLast()), 100);
        assertEquals(60, (double) times.size(), 1);
        String line = Files.readString(folder.resolve(stem + ".json"));
        assertTrue(line.startsWith("{\"id\":\"gate-1\",\"camera\":\"gate\",\"label\":\"wave\",\"score\":0.8,"
                + "\"start\":10.0,\"end\":15.0,\"wall\":\"2026-11-26T12:00:10Z\""), line);
        assertTrue(line.contains("\"ending\":\"EXIT\"") && line.contains("\"clip\":\"20261126"), line);
        assertEquals("}\n", line.substring(line.length() - 2));
        assertEquals(1, gate.events());
        assertEquals(0, gate.lost());
    }

    @Test
    void a_clip_is_written_when_it_is_as_long_as_it_may_be_while_the_event_goes_on() throws Exception {
        SessionEvidence gate = keeping("gate");
        push(gate, 1, 0, 13);
        gate.started(event("1", "gate", "wave", 10, 13, Ending.NONE));
        push(gate, 1, 13, 40);
        awaitWritten(gate);
        assertEquals(1, files(folder).stream().filter(file -> file.endsWith(".mp4")).count());
        assertTrue(gate.bytes() <= 11 * 12 * EvidenceRig.PICTURE, "pre-roll, window and a little: " + gate.bytes());
        gate.ended(event("1", "gate", "wave", 10, 39, Ending.EXIT));
        awaitWritten(gate);
        assertEquals(4, files(folder).size());
    }

    @Test
    void memory_is_bounded_and_the_clip_begins_later_then() throws Exception {
        SessionEvidence gate = rig.session("gate");
        // A picture takes a thousand bytes: 1 MiB holds 17 s at 60 a second
        gate.keep(new EvidenceOptions(folder.toString(), Duration.ofSeconds(60), Duration.ofSeconds(90), 60, 85,
                1L << 30, Duration.ofDays(1), 1 << 20));
        for (int i = 0; i < 100 * 60; i++) {
            long micros = i * 1_000_000L / 60;
            gate.frame(Frame.wrap(17, 16, micros, new byte[3 * 17 * 16]), 1, micros);
            assertTrue(gate.bytes() <= 1 << 20);
        }
        gate.started(event("1", "gate", "wave", 97, 100, Ending.NONE));
        gate.ended(event("1", "gate", "wave", 97, 100, Ending.STREAM_END));
        awaitWritten(gate);
        List<String> clip = Files.readAllLines(folder.resolve(files(folder).stream()
                .filter(file -> file.endsWith(".mp4")).findFirst().orElseThrow()));
        assertTrue(Integer.parseInt(clip.getFirst()) > 80_000, clip.getFirst());
    }

    @Test
    void nothing_is_kept_of_an_epoch_before_and_nothing_without_being_asked() throws Exception {
        SessionEvidence gate = keeping("gate");
        push(gate, 2, 0, 5);
        gate.started(event("1", "gate", "wave", 1, 4, Ending.NONE));
        gate.ended(event("1", "gate", "wave", 1, 4, Ending.EPOCH));
        gate.ended(event("unknown", "gate", "wave", 1, 4, Ending.EXIT));
        awaitWritten(gate);
        assertEquals(1, files(folder).size(), files(folder).toString());
        SessionEvidence off = rig.session("yard");
        push(off, 1, 0, 5);
        off.started(event("2", "yard", "wave", 1, 4, Ending.NONE));
        awaitWritten(off);
        assertEquals(0, off.bytes());
        assertEquals(1, files(folder).size());
    }

    @Test
    void an_event_across_a_swap_names_both_models() throws Exception {
        SessionEvidence gate = keeping("gate");
        push(gate, 1, 0, 5);
        ActionEvent start = event("1", "gate", "wave", 1, 4, Ending.NONE);
        gate.started(start);
        ModelInfo other = new ModelInfo("n", "2.0.0", "", "", 16, 4, 4, List.of("wave", "nod"), "", "");
        gate.ended(new ActionEvent("1", "gate", 1, "wave", 0.7, start.start(), start.wallStart(), start.end(),
                start.wallEnd(), 0.8, start.peak(), start.startModel(), other, Ending.LABEL_GONE, "\"quoted\"\n\\"));
        awaitWritten(gate);
        String line = Files.readString(folder.resolve(files(folder).getFirst()));
        assertTrue(line.contains("\"model\":\"m\",\"version\":\"1.0.0\",\"end_model\":\"n\",\"end_version\":\"2.0.0\""),
                line);
        assertTrue(line.contains("\"reason\":\"\\\"quoted\\\"\\u000a\\\\\""), line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tür/Süd", "../../etc/passwd", "rtsp://10.0.0.1:554/a?b=c", "CON", "", "a b", "\u0000",
        "-rf", "..", "猫", "x\ny", "COM1"})
    void any_name_of_a_camera_and_a_label_is_safe_for_files(String name) throws Exception {
        SessionEvidence camera = keeping(name.isBlank() ? "x" : name);
        push(camera, 1, 0, 5);
        camera.started(event("1", name, name, 1, 4, Ending.NONE));
        camera.ended(event("1", name, name, 1, 4, Ending.EXIT));
        awaitWritten(camera);
        List<String> files = files(folder);
        assertEquals(4, files.size(), files.toString());
        for (String file : files) {
            assertTrue(file.matches("[A-Za-z0-9_][A-Za-z0-9_-]*/[A-Za-z0-9_-]+[.A-Za-z0-9_-]*"), file);
        }
        assertEquals(0, camera.lost());
    }

    @Test
    void different_names_stay_different() {
        Set<String> safe = new HashSet<>();
        List<String> names = List.of("a/b", "a_b", "a:b", "ä", "a", "Tür", "Tur", "x".repeat(70), "x".repeat(71),
                "con");
        names.forEach(name -> safe.add(SafeName.of(name)));
        assertEquals(names.size(), safe.size(), safe.toString());
        assertEquals("gate-7_north", SafeName.of("gate-7_north"));
        assertTrue(SafeName.of("Tür Süd").startsWith("Tur_Sud-"), SafeName.of("Tür Süd"));
        assertNotEquals("con", SafeName.of("con"));
    }

    @Test
    void the_oldest_events_of_all_cameras_go_first_when_the_folder_is_full() throws Exception {
        options = options.withLimits(1 << 20, Duration.ofDays(1)).withClips(Duration.ZERO, Duration.ZERO);
        Files.writeString(folder.resolve("notes.txt"), "not ours");
        Files.createDirectories(folder.resolve("gate"));
        Files.writeString(folder.resolve("gate/notes.jpg"), "not ours");
        SessionEvidence gate = keeping("gate");
        SessionEvidence yard = keeping("yard");
        push(gate, 1, 0, 5);
        push(yard, 1, 0, 5);
        // Some 2,500 bytes each: 400 fit
        for (int i = 0; i < 600; i++) {
            SessionEvidence camera = i % 2 == 0 ? gate : yard;
            String name = i % 2 == 0 ? "gate" : "yard";
            camera.started(event("e" + i, name, "wave", i, i + 3, Ending.NONE));
            camera.ended(event("e" + i, name, "wave", i, i + 3, Ending.EXIT));
            awaitWritten(camera);
        }
        long bytes = 0;
        List<String> files = files(folder);
        for (String file : files) {
            bytes += file.contains("notes") ? 0 : Files.size(folder.resolve(file));
        }
        assertTrue(bytes <= 1 << 20 && bytes > 1_000_000, bytes + " bytes");
        assertTrue(files.containsAll(List.of("notes.txt", "gate/notes.jpg")), files.toString());
        assertFalse(files.stream().anyMatch(file -> file.contains("T120000.000Z")), "the first is gone");
        assertTrue(files.stream().anyMatch(file -> file.contains("yard/20261126T120959.000Z")), "the last is there");
        assertEquals(0, gate.lost() + yard.lost());
    }

    @Test
    void events_go_when_they_are_old_also_those_of_an_earlier_run() throws Exception {
        options = options.withLimits(1L << 30, Duration.ofHours(1));
        SessionEvidence before = keeping("gate");
        push(before, 1, 0, 5);
        before.started(event("1", "gate", "wave", 1, 4, Ending.NONE));
        awaitWritten(before);
        assertEquals(2, files(folder).size());
        Files.writeString(folder.resolve(files(folder).getFirst() + ".part"), "cut off");
        EvidenceRig later = new EvidenceRig();
        later.now = EvidenceRig.BEGIN.plus(Duration.ofMinutes(61));
        SessionEvidence yard = later.session("yard");
        yard.keep(options);
        push(yard, 1, 3600, 3664);
        yard.started(event("2", "yard", "wave", 3660, 3663, Ending.NONE));
        awaitWritten(yard);
        assertTrue(files(folder).stream().allMatch(file -> file.startsWith("yard/")), files(folder).toString());
        assertFalse(Files.exists(folder.resolve("gate")));
        later.evidence.stop();
    }

    @Test
    void a_full_disk_stops_evidence_is_told_once_and_tried_again_later() throws Exception {
        SessionEvidence gate = keeping("gate");
        push(gate, 1, 0, 5);
        rig.full = "No space left on device";
        for (int i = 0; i < 50; i++) {
            gate.started(event("e" + i, "gate", "wave", 1, 4, Ending.NONE));
        }
        awaitWritten(gate);
        assertEquals(List.of(), files(folder));
        assertEquals("no evidence is kept in " + folder + ": No space left on device", gate.reason());
        assertEquals(50, gate.lost());
        assertEquals(List.of("warn no evidence is kept in {} until it can be written: {}"), rig.logged);
        // Room again, but it is not tried before its time
        rig.full = null;
        gate.started(event("early", "gate", "wave", 1, 4, Ending.NONE));
        awaitWritten(gate);
        assertEquals(List.of(), files(folder));
        rig.now = rig.now.plus(FolderWriter.PAUSE);
        gate.started(event("later", "gate", "wave", 2, 4, Ending.NONE));
        awaitWritten(gate);
        assertEquals(2, files(folder).size());
        assertEquals("", gate.reason());
        assertEquals(51, gate.lost());
        assertEquals(2, rig.logged.size(), rig.logged.toString());
    }

    @Test
    void a_folder_that_cannot_be_made_is_told_of() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        options = EvidenceOptions.in(file.resolve("evidence").toString());
        SessionEvidence gate = keeping("gate");
        push(gate, 1, 0, 5);
        gate.started(event("1", "gate", "wave", 1, 4, Ending.NONE));
        awaitWritten(gate);
        assertTrue(gate.reason().startsWith("no evidence is kept in " + file), gate.reason());
    }
}
