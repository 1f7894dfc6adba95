package io.deltaframe.itests.installed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the build hands to these tests. */
final class Given {

    /** A Karaf as it comes from its makers, unpacked. */
    static final Path KARAF = path("itests.karaf");
    /** The jars a stock Felix is made of. */
    static final Path FELIX = path("itests.felix");
    /** Equinox's framework, a jar. */
    static final Path EQUINOX = path("itests.equinox");
    /** Where tests write. */
    static final Path WORK = path("itests.work");
    /** The checkout that was built. */
    static final Path CHECKOUT = path("itests.checkout");
    static final Path KAR = path("itests.kar");
    static final Path HOST = path("itests.host");
    /** The Felix distribution. */
    static final Path DISTRIBUTION = path("itests.distribution");
    /** Its bundles: ours, and what they need of a platform. */
    static final Path BUNDLES = DISTRIBUTION.resolve("bundles");
    /** A folder of pictures in which something comes closer, 57 frames. */
    static final Path VIDEO = path("itests.fixtures").resolve("evaluation/frames/clip_4");
    /** What the motion model says about it. */
    static final String ACTION = "Moving something closer to the camera";
    /** A model of eleven classes, which it has no names for. */
    static final Path TINY = path("itests.fixtures").resolve("checkpoints/tiny-8f.safetensors");

    private Given() { }

    private static Path path(String property) {
        return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
    }

    /** {@return the jars in a folder, in the order of their names} */
    static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    /** {@return a new folder with a copy of everything in another} */
    static Path copy(Path from, String name) throws IOException {
        Path to = empty(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files.skip(1)::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }

    /** {@return a new folder without anything in it} */
    static Path empty(String name) throws IOException {
        Path folder = WORK.resolve(name);
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }
}
