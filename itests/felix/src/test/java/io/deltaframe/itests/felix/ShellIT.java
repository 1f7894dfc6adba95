package io.deltaframe.itests.felix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
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
        assertTrue(all.lines().anyMatch(line -> line.matches(".*1 +\\d+\\.\\d % +#+ +Moving something left to right.*")), all);
        assertTrue(all.lines().anyMatch(line -> line.contains("deltaframe: ") && line.contains("missing.mp4")), all);
        assertTrue(all.contains("deltaframe: missing.pth: no such file"), all);
        assertTrue(all.contains("deltaframe: no such list: "), all);
        assertTrue(all.contains("\"name\":\"simd\""), all);
        assertTrue(all.contains("name the action in a video"), all);
        assertTrue(all.contains("Usage: deltaframe demo"), all);
    }
}
