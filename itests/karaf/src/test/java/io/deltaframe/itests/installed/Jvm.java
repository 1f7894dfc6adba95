package io.deltaframe.itests.installed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A JVM seen from outside.
 *
 * @param pid of the process
 */
record Jvm(long pid) {

    /**
     * Makes a collection of garbage collect softly reachable objects too: the JDK keeps method handles of the record
     * that it compared last behind a soft reference, and with them the class loader of the bundle that the record is
     * from.
     */
    static final String NO_SOFT_REFERENCES = "-XX:SoftRefLRUPolicyMSPerMB=0";

    /** {@return names of its threads} */
    List<String> threads() throws IOException, InterruptedException {
        return jcmd("Thread.print").lines().filter(line -> line.startsWith("\""))
                .map(line -> line.substring(1, line.indexOf('"', 1))).toList();
    }

    /**
     * {@return the files it has open or mapped, without those of the JDK; empty where there is no /proc}
     *
     * <p>Collects garbage first: libraries are unloaded with the class loader that loaded them.
     */
    List<String> files() throws IOException, InterruptedException {
        jcmd("GC.run");
        jcmd("GC.run");
        List<String> files = new ArrayList<>();
        Path process = Path.of("/proc", Long.toString(pid));
        if (!Files.exists(process)) {
            return files;
        }
        try (Stream<Path> handles = Files.list(process.resolve("fd"))) {
            for (Path handle : handles.toList()) {
                try {
                    files.add(Files.readSymbolicLink(handle).toString());
                } catch (NoSuchFileException e) {
                    // Closed since the list was made
                }
            }
        }
        for (String mapping : Files.readAllLines(process.resolve("maps"))) {
            int path = mapping.indexOf('/');
            if (path >= 0) {
                files.add(mapping.substring(path));
            }
        }
        return files.stream().distinct().filter(file -> !file.startsWith(System.getProperty("java.home"))).toList();
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid), command)
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("jcmd " + command + ": " + output);
        }
        return output;
    }
}
