package io.deltaframe.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.architecture.House.Bundle;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The packages that a bundle exports are what its {@code api.txt} says, so that a change of the contract is seen in the
 * diff of a change and never happens by chance. Until the first release these files are what the API is compared with.
 * A bundle that exports nothing has none.
 */
class ApiSignatureTest {

    private static final Path CHECKOUT =
            Path.of(System.getProperty("deltaframe.checkout")).toAbsolutePath().normalize();

    static List<Bundle> bundles() {
        return House.BUNDLES.stream().filter(bundle -> bundle.folder().startsWith("bundles")).toList();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void exports_what_its_baseline_says(Bundle bundle) throws Exception {
        Path baseline = CHECKOUT.resolve(bundle.folder()).resolve("api.txt");
        List<String> found;
        try (URLClassLoader loader = allBundles()) {
            found = ApiSignatures.of(classes(bundle), loader);
        }
        if (System.getProperty("api.write") != null) {
            if (found.isEmpty()) {
                Files.deleteIfExists(baseline);
            } else {
                Files.write(baseline, found);
            }
        }
        List<String> expected = Files.exists(baseline) ? Files.readAllLines(baseline) : List.of();
        assertEquals("", difference(expected, found), """
                The public API is not what api.txt says (- is what it says, + what there is). If that is meant, write \
                it with `mvn -pl itests/architecture -am -Dtest=ApiSignatureTest \
                -Dsurefire.failIfNoSpecifiedTests=false -Dapi.write test`, commit it, and raise the packages' versions.
                """);
    }

    /** No baseline would be missed if nothing were found. */
    @Test
    void the_api_has_a_baseline() {
        assertTrue(Files.exists(CHECKOUT.resolve("bundles/api/api.txt")));
    }

    /** What bundles export names types of each other. */
    private static URLClassLoader allBundles() throws Exception {
        List<URL> classes = new ArrayList<>();
        for (Bundle bundle : bundles()) {
            classes.add(classes(bundle).toUri().toURL());
        }
        return new URLClassLoader(classes.toArray(URL[]::new), ApiSignatureTest.class.getClassLoader());
    }

    private static Path classes(Bundle bundle) {
        return CHECKOUT.resolve(bundle.folder()).resolve("target/classes");
    }

    private static String difference(List<String> expected, List<String> found) {
        List<String> gone = new ArrayList<>(expected);
        found.forEach(gone::remove);
        List<String> added = new ArrayList<>(found);
        expected.forEach(added::remove);
        StringBuilder text = new StringBuilder();
        gone.forEach(line -> text.append("- ").append(line).append('\n'));
        added.forEach(line -> text.append("+ ").append(line).append('\n'));
        return text.isEmpty() && !expected.equals(found) ? "the same lines in another order" : text.toString();
    }
}
