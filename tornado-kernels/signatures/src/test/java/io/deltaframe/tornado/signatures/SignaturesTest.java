package io.deltaframe.tornado.signatures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.WorkItems;

/** What we declare of TornadoVM's API is what TornadoVM has, where TORNADOVM_HOME names an SDK. */
class SignaturesTest {

    @Test
    void the_sdk_has_all_that_is_declared() throws Exception {
        String home = System.getenv("TORNADOVM_HOME");
        if (home == null) {
            String reason = "signatures are not compared with TornadoVM's: TORNADOVM_HOME is not set";
            System.out.println(reason);
            abort(reason);
        }
        List<String> differences = new ArrayList<>();
        try (URLClassLoader sdk = new URLClassLoader(jars(Path.of(home, "share", "java", "tornado")),
                ClassLoader.getPlatformClassLoader())) {
            List<Class<?>> declared = declared();
            for (Class<?> type : declared) {
                try {
                    differences.addAll(Signatures.differences(type, Class.forName(type.getName(), false, sdk)));
                } catch (ClassNotFoundException e) {
                    differences.add(type.getName() + " is missing");
                }
            }
            assertTrue(declared.size() > 15, () -> "only " + declared);
            System.out.println(declared.size() + " declared types were compared with " + home);
        }
        assertEquals(List.of(), differences);
    }

    private static URL[] jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).map(SignaturesTest::url).toArray(URL[]::new);
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The public types of this module, but for the one that is no part of TornadoVM. */
    private static List<Class<?>> declared() throws Exception {
        Path classes = Path.of(TaskGraph.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
                String name = classes.relativize(file).toString().replace(".class", "")
                        .replace(file.getFileSystem().getSeparator(), ".");
                Class<?> type = Class.forName(name, false, TaskGraph.class.getClassLoader());
                if (Modifier.isPublic(type.getModifiers()) && type != WorkItems.class) {
                    types.add(type);
                }
            }
        }
        return types;
    }

    @SuppressWarnings("unused")
    static final class Declared {

        public static final int MODE = 1;

        public Declared(int size) { }

        public float get(int index) {
            return 0;
        }

        public static void of(String name) { }

        public void gone() { }
    }

    @SuppressWarnings("unused")
    public static final class Real {

        public static final int MODE = 2;

        public Real(long size) { }

        public double get(int index) {
            return 0;
        }

        public void of(String name) { }
    }

    @Test
    void every_kind_of_difference_is_told() {
        List<String> differences = Signatures.differences(Declared.class, Real.class);
        String name = Declared.class.getName();
        assertEquals(Stream.of(name + " is no " + name, name + "(int) is missing", "float " + name
                + ".get(int) is missing",
                "void " + name + ".of(java.lang.String) is static in one and not in the other", "void " + name
                + ".gone() is missing",
                "int " + name + ".MODE is 2, not 1").sorted().toList(), differences.stream().sorted().toList());
    }
}
