package io.deltaframe.itests.felix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.fixtures.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The interactive shell, with commands piped in as if typed. */
class ShellIT {

    @TempDir
    private Path folder;

    @Test
    void has_the_same_commands_and_explains_them() throws Exception {
        Run run = Run.deltaframe(folder, """
                deltaframe:models
                deltaframe:demo --keep clip.mp4
                deltaframe:recognize --top 1 clip.mp4
                deltaframe:recognize missing.mp4
                deltaframe:engines --json | grep simd
                deltaframe:recognizers
                deltaframe:inspect missing.pth
                deltaframe:evaluate --list missing.txt --out results
                help deltaframe:recognize
                deltaframe:help demo
                """, "shell");
        String all = run.out() + run.err();
        assertEquals(0, run.status(), all);
        assertTrue(all.contains("READY  1.0.0"), all);
        assertTrue(all.contains("Rendered \"Moving something left to right\""), all);
        assertTrue(all.lines()
                .anyMatch(line -> line.matches(".*1 +\\d+\\.\\d % +#+ +Moving something left to right.*")), all);
        assertTrue(all.lines().anyMatch(line -> line.contains("deltaframe: ") && line.contains("missing.mp4")), all);
        assertTrue(all.contains("deltaframe: missing.pth: no such file"), all);
        assertTrue(all.contains("deltaframe: no such list: "), all);
        assertTrue(all.contains("\"name\":\"simd\""), all);
        assertTrue(all.contains("name the action in a video"), all);
        assertTrue(all.contains("Usage: deltaframe demo"), all);
    }

    @Test
    void is_left_with_the_status_that_is_asked_for() throws Exception {
        for (String exit : List.of("exit 3\n", "exit\n")) {
            Run run = Run.deltaframe(folder, exit, "shell");
            assertEquals(exit.equals("exit\n") ? 0 : 3, run.status(), run.toString());
            assertFalse((run.out() + run.err()).contains("Exception"), run.toString());
        }
        Run wrong = Run.deltaframe(folder, "exit banana\nexit 256\necho still here\n", "shell");
        assertEquals(0, wrong.status(), wrong.toString());
        String all = wrong.out() + wrong.err();
        assertTrue(all.contains("deltaframe: exit: expected a status from 0 to 255 or nothing, found banana"), all);
        assertTrue(all.contains("found 256"), all);
        assertTrue(all.contains("still here"), all);
    }

    @Test
    void takes_models_from_its_folder_and_swaps_them_by_hand() throws Exception {
        Path models = Files.createDirectory(folder.resolve("models"));
        Files.move(Fixtures.copy("checkpoints/tiny-8f.safetensors", folder), models.resolve("tiny-2.1.0.safetensors"));
        Files.writeString(models.resolve("broken.pth"), "this is no checkpoint");
        Run run = Run.deltaframe(folder, """
                deltaframe:demo --keep clip.mp4
                deltaframe:models
                deltaframe:swap default motion
                deltaframe:recognizers
                deltaframe:swap default tiny:2.1.0
                deltaframe:swap default tiny:9.0.0
                deltaframe:swap --shadow --seconds 1 default motion
                deltaframe:recognize --json clip.mp4
                deltaframe:swap --release default
                deltaframe:swap nobody motion
                """, "shell");
        String all = run.out() + run.err();
        assertEquals(0, run.status(), all);
        assertTrue(all.lines().anyMatch(line -> line.matches("tiny +READY +2\\.1\\.0 +8 .*")), all);
        assertTrue(all.lines().anyMatch(line -> line.contains("broken.pth") && line.contains("FAILED")), all);
        assertTrue(all.contains("default runs motion 1.0.0 on simd, pinned to motion 1.0.0"), all);
        assertTrue(all.contains("default runs tiny 2.1.0 on simd, pinned to tiny 2.1.0"), all);
        assertTrue(all.contains("deltaframe: recognizer default: expected the model tiny 9.0.0; models present:"
                + " motion 1.0.0, tiny 2.1.0"), all);
        assertTrue(all.contains("motion 1.0.0 on simd beside tiny 2.1.0 of default"), all);
        assertTrue(all.contains("\"model\":{\"name\":\"tiny\",\"version\":\"2.1.0\""), all);
        assertTrue(all.contains(" on simd, as configured"), all);
        assertTrue(all.contains("deltaframe: there is no recognizer 'nobody'; recognizers present: default"), all);
    }

    @Test
    void swapping_is_for_platforms_that_stay() throws Exception {
        assertEquals(new Run(2, "",
                "deltaframe: swap changes a running platform, and this one ends with the command:"
                        + " use it in 'deltaframe shell'\n"),
                Run.deltaframe(folder, "", "swap", "default", "motion"));
        assertEquals(0, Run.deltaframe(folder, "", "swap", "--help").status());
    }
}
