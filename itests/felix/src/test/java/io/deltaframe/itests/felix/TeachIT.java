package io.deltaframe.itests.felix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.video.VideoWriter;
import io.deltaframe.framework.FelixFramework;
import io.deltaframe.itests.felix.NewMotionClip.Motion;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From a folder of clips to a model that recognises other clips, by the commands that people use. */
class TeachIT {

    private static final List<Motion> TAUGHT = List.of(Motion.BOUNCE, Motion.CIRCLE, Motion.APPEAR);
    private static final int CLIPS = 4;

    @RegisterExtension
    static final FelixFramework FELIX = Distribution.felix();

    @TempDir
    private static Path folder;

    @BeforeAll
    static void render_the_clips(FelixFramework felix) throws Exception {
        VideoWriter writer = felix.service(VideoWriter.class);
        List<String> list = new ArrayList<>();
        for (Motion motion : TAUGHT) {
            Path clips = Files.createDirectories(folder.resolve("clips").resolve(motion.label()));
            for (int seed = 0; seed < CLIPS; seed++) {
                writer.write(clips.resolve(seed + ".mp4"), NewMotionClip.FRAME_RATE, 1_500_000,
                        NewMotionClip.frames(motion, seed, 3));
            }
            for (int seed = 50; seed < 53; seed++) {
                Path other = folder.resolve(motion + "-" + seed + ".mp4");
                writer.write(other, NewMotionClip.FRAME_RATE, 1_500_000, NewMotionClip.frames(motion, seed, 3));
                // Actions have the order of their names
                list.add(other.getFileName() + " " + List.of(Motion.APPEAR, Motion.BOUNCE, Motion.CIRCLE)
                        .indexOf(motion));
            }
        }
        Path none = Files.createDirectories(folder.resolve("clips/none"));
        int negative = 0;
        for (MotionClip.Motion motion : List.of(MotionClip.Motion.NOTHING, MotionClip.Motion.LEFT,
                MotionClip.Motion.CAMERA_UP)) {
            for (int seed = 0; seed < 2; seed++) {
                writer.write(none.resolve(negative++ + ".mp4"), MotionClip.FRAME_RATE, 1_500_000,
                        MotionClip.frames(motion, seed));
            }
        }
        Files.writeString(folder.resolve("clips/bounce/broken.mp4"), "this is no video");
        Files.write(folder.resolve("others.txt"), list);
    }

    private static Run deltaframe(String... args) throws Exception {
        Run run = Run.deltaframe(folder, "", args);
        assertEquals(0, run.status(), run.err());
        return run;
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }

    @Test
    void a_taught_model_recognises_other_clips_and_is_a_model_like_any_other() throws Exception {
        Run taught = deltaframe("teach", "--from", "clips", "--base", "motion", "--name", "games", "--version", "1.1.0",
                "--out", "games.safetensors", "--json");
        Map<String, Object> report = Json.object(taught.out());
        assertEquals(List.of("appear", "bounce", "circle", "none"), report.get("labels"));
        assertEquals(List.of(CLIPS, CLIPS, CLIPS, 6), report.get("clips"));
        assertEquals(1, list(report.get("unreadable")).size(), report.toString());
        assertTrue(list(report.get("unreadable")).getFirst().toString().startsWith("bounce/broken.mp4: "),
                report.toString());
        assertTrue(list(report.get("warnings")).toString().contains("nothing says which clips belong together"),
                report.toString());

        Map<String, Object> evaluated = Json.object(deltaframe("evaluate", "--list", "others.txt", "--model",
                "games.safetensors", "--out", "results", "--json").out());
        assertEquals(9, evaluated.get("recognised"));
        assertTrue((double) evaluated.get("prec@1") > 70, evaluated.toString());

        String recognised = deltaframe("recognize", "--model", "games.safetensors", "BOUNCE-50.mp4").out();
        assertTrue(recognised.contains("games 1.1.0"), recognised);
        assertTrue(recognised.contains("bounce"), recognised);
        String inspected = deltaframe("inspect", "games.safetensors").out();
        assertTrue(inspected.contains("base_sha256"), inspected);

        // What was looked at is known, by one worker or many, and gives the same file
        Run again = deltaframe("teach", "--from", "clips", "--base", "motion", "--name", "games", "--version", "1.1.0",
                "--out", "again.safetensors", "--cache", "other", "--workers", "1", "--json");
        assertEquals(report.get("sha256"), Json.object(again.out()).get("sha256"));
        assertArrayEquals(Files.readAllBytes(folder.resolve("games.safetensors")),
                Files.readAllBytes(folder.resolve("again.safetensors")));
    }

    @Test
    void the_classes_of_the_base_can_stay() throws Exception {
        Map<String, Object> report = Json.object(deltaframe("teach", "--from", "clips", "--base", "motion", "--name",
                "more", "--out", "more.safetensors", "--keep-base-classes", "--json").out());
        assertEquals(18, list(report.get("labels")).size());
        try (Checkpoint checkpoint = Checkpoints.open(folder.resolve("more.safetensors"))) {
            assertEquals(List.of(18, 512), checkpoint.tensors().get("new_fc.weight").shape());
            assertEquals("motion", checkpoint.metadata().get("base"));
        }
        // Clips of a class of the base are still of that class, those of a new one of the new one
        String left = deltaframe("recognize", "--model", "more.safetensors", "clips/none/2.mp4").out();
        assertTrue(left.contains("Moving something right to left"), left);
        String bounce = deltaframe("recognize", "--model", "more.safetensors", "BOUNCE-51.mp4").out();
        assertTrue(bounce.contains("bounce"), bounce);
    }

    @Test
    void what_cannot_be_taught_is_said_in_a_line() throws Exception {
        Run gone = Run.deltaframe(folder, "", "teach", "--from", "gone", "--base", "motion", "--name", "x", "--out",
                "x.safetensors");
        assertEquals(1, gone.status());
        assertEquals("deltaframe: gone: expected a folder with a sub-folder an action, found nothing of that name\n",
                withoutProgress(gone.err()));
        Run learner = Run.deltaframe(folder, "", "teach", "--from", "clips", "--base", "motion", "--name", "x", "--out",
                "x.safetensors", "--learner", "magic");
        assertEquals("deltaframe: there is no learner 'magic': expected best, discriminant, cosine, ridge or "
                + "logistic\n", withoutProgress(learner.err()));
    }

    /** On a machine that is busy the command says what it waits for. */
    private static String withoutProgress(String err) {
        return err.replaceAll("(?m)^deltaframe: loading.*\\R", "");
    }
}
