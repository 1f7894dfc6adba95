package io.deltaframe.itests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The configuration reference says what the bundles say of themselves. The part between two comments is written by this
 * test when the property {@value #WRITE} is set; what stands around it is written by hand.
 */
class ConfigurationPageTest {

    private static final String WRITE = "docs.write";
    private static final Path PAGE = Checkout.ROOT.resolve("docs/configuration.md");
    private static final String BEGIN = "<!-- generated from the bundles' metatype: begin -->\n";
    private static final String END = "<!-- generated from the bundles' metatype: end -->\n";

    @Test
    void the_reference_is_up_to_date() throws Exception {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertTrue(begin >= BEGIN.length() && end >= begin, "expected in " + PAGE + " the lines\n" + BEGIN + END);
        String expected = configurations().stream().map(ConfigurationDescription::markdown)
                .collect(Collectors.joining("\n", "\n", "\n"));
        if (System.getProperty(WRITE) != null) {
            Files.writeString(PAGE, page.substring(0, begin) + expected + page.substring(end));
            return;
        }
        assertEquals(expected, page.substring(begin, end), "docs/configuration.md is out of date; this rewrites it: "
                + "mvn -q -pl itests/docs -am -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false -D"
                + WRITE + " package");
    }

    /** {@return what every bundle on the class path lets be configured, by PID} */
    private static List<ConfigurationDescription> configurations() throws Exception {
        List<ConfigurationDescription> all = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                all.addAll(configurations(path));
            } else if (entry.endsWith(".jar") && Files.exists(path)) {
                try (FileSystem jar = FileSystems.newFileSystem(path)) {
                    all.addAll(configurations(jar.getPath("/")));
                }
            }
        }
        List<ConfigurationDescription> ours = all.stream()
                .filter(configuration -> configuration.pid().startsWith("io.deltaframe."))
                .sorted(Comparator.comparing(ConfigurationDescription::pid)).toList();
        assertTrue(!ours.isEmpty(), "no bundle of ours is on the class path " + System.getProperty("java.class.path"));
        return ours;
    }

    private static List<ConfigurationDescription> configurations(Path bundle) throws Exception {
        Path metatype = bundle.resolve("OSGI-INF/metatype");
        List<ConfigurationDescription> found = new ArrayList<>();
        if (Files.isDirectory(metatype)) {
            try (Stream<Path> files = Files.list(metatype)) {
                for (Path file : files.filter(file -> file.toString().endsWith(".xml")).toList()) {
                    found.addAll(ConfigurationDescription.read(file));
                }
            }
        }
        return found;
    }
}
