package io.deltaframe.itests.installed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The folder of a Karaf that runs: files go in and out, which it acts upon, and tell what it has.
 *
 * @param home the folder
 */
record KarafFolder(Path home) {

    /** {@return the log from its beginning} */
    LogTail log() {
        return new LogTail(home.resolve("data/log/karaf.log"));
    }

    /** Makes a configuration, by a file as long as it is there; Karaf must not see half of it. */
    void configure(String pid, String... lines) throws IOException {
        Path aside = Files.write(home.resolve("data").resolve(pid + ".cfg"), List.of(lines));
        Files.move(aside, home.resolve("etc").resolve(pid + ".cfg"), StandardCopyOption.ATOMIC_MOVE);
    }

    void unconfigure(String pid) throws IOException {
        Files.delete(home.resolve("etc").resolve(pid + ".cfg"));
    }

    /** Drops a jar or a KAR; Karaf must not see half of it. */
    void deploy(Path file) throws IOException {
        Path aside = Files.copy(file, home.resolve("data").resolve(file.getFileName()));
        Files.move(aside, home.resolve("deploy").resolve(file.getFileName()));
    }

    /** Drops a file and takes another away, so that Karaf sees both at once. */
    void replace(Path before, Path after) throws IOException {
        Path aside = Files.copy(after, home.resolve("data").resolve(after.getFileName()));
        undeploy(before);
        Files.move(aside, home.resolve("deploy").resolve(after.getFileName()));
    }

    void undeploy(Path file) throws IOException {
        Files.delete(home.resolve("deploy").resolve(file.getFileName()));
    }

    /** {@return the locations of the installed bundles, as the framework keeps them on disk} */
    Set<String> bundles() throws IOException {
        Set<String> locations = new TreeSet<>();
        try (Stream<Path> folders = Files.list(home.resolve("data/cache"))) {
            for (Path folder : folders.toList()) {
                Path about = folder.resolve("bundle.info");
                try {
                    List<String> lines = Files.exists(about) ? Files.readAllLines(about) : List.of("");
                    // The second line is the location. A file without one is being written or deleted at this moment.
                    if (Files.isDirectory(folder) && !folder.endsWith("bundle0")) {
                        locations.add(lines.size() > 1 ? lines.get(1) : folder + " changes");
                    }
                } catch (NoSuchFileException e) {
                    // Deleted since the list was made: one fewer
                }
            }
        }
        return locations;
    }
}
