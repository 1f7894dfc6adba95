package io.deltaframe.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a JVM with TornadoVM is started with. */
final class TornadoVm {

    /** The suites that need one. */
    static final String SUITE = "io.deltaframe.tornado.TornadoSuite";

    private TornadoVm() { }

    /** {@return why there is none, or nothing} */
    static Optional<String> missing() {
        String home = System.getenv("TORNADOVM_HOME");
        return home == null || home.isBlank()
                ? Optional.of("TORNADOVM_HOME is not set: it must name an SDK of TornadoVM 5.2 for JDK 25")
                : Optional.empty();
    }

    /**
     * {@return the file of arguments that the distribution's script makes of the SDK's}
     *
     * @throws IOException          if the SDK is not as it should be; the script says on standard error what is wrong
     * @throws InterruptedException if interrupted
     */
    static Path arguments() throws IOException, InterruptedException {
        Path file = Settings.output().resolve("tornado-argfile").toAbsolutePath();
        String script = System.getProperty("benchmarks.tornado.arguments", "features/felix/tornado-arguments");
        if (new ProcessBuilder(script, file.toString()).inheritIO().start().waitFor() != 0) {
            throw new IOException(script + " made no arguments of the SDK that TORNADOVM_HOME names");
        }
        return file;
    }
}
