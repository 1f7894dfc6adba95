package io.deltaframe.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The exported packages are what {@code api.txt} says, so that a change of the contract is seen in the diff of a change
 * and never happens by chance. Until the first release this file is what the API is compared with.
 */
class ApiSignatureTest {

    private static final Path BASELINE = Path.of("api.txt");

    @Test
    void exports_what_the_baseline_says() throws Exception {
        List<String> found = ApiSignatures.of(Path.of("target/classes"));
        if (System.getProperty("api.write") != null) {
            Files.write(BASELINE, found);
        }
        List<String> expected = Files.readAllLines(BASELINE);
        assertEquals("", difference(expected, found), """
                The public API is not what api.txt says (- is what it says, + what there is). If that is meant, write \
                it with `mvn -pl bundles/api -Dapi.write package`, commit it, and raise the packages' versions.
                """);
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
