package io.deltaframe.operators.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The engine says which flag is missing, from a class that works without it. */
class VectorModuleTest {

    /** Prints what is missing. */
    public static final class Main {
        private Main() { }

        public static void main(String[] args) {
            System.out.println(VectorModule.missing().orElse("nothing"));
        }
    }

    @Test
    void nothingIsMissingHere() {
        assertEquals(Optional.empty(), VectorModule.missing());
    }

    @Test
    void withoutTheFlagTheFlagIsNamed() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), Main.class.getName()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), output);
        assertEquals("the JVM was started without the module jdk.incubator.vector: start it with --add-modules"
                + " jdk.incubator.vector", output.lines().reduce((first, second) -> second).orElse(""));
    }
}
