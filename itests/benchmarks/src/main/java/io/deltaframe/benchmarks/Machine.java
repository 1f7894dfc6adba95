package io.deltaframe.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;

/** The machine the figures are of. */
public final class Machine {

    private Machine() { }

    /** {@return processor, vector size and JVM in a line} */
    public static String describe() {
        return processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors; vectors of "
                + FloatVector.SPECIES_PREFERRED.vectorBitSize() + " bits; " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + "; " + System.getProperty("java.vm.name") + " "
                + System.getProperty("java.vm.version") + "; " + Settings.threads() + " threads a peer";
    }

    private static String processor() {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try (Stream<String> lines = Files.lines(info)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.replaceFirst("^[^:]*:\\s*", ""))
                        .findFirst().orElse(System.getProperty("os.arch"));
            } catch (IOException e) {
                return System.getProperty("os.arch");
            }
        }
        return System.getProperty("os.arch");
    }
}
