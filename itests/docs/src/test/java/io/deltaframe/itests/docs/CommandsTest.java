package io.deltaframe.itests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands that pages show exist, and have the options that they are shown with. */
class CommandsTest {

    private static final Pattern COMMAND = Pattern.compile("(?:\\./deltaframe |deltaframe:)([a-z]+)");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z-]+");
    private static final Path HELP = Checkout.ROOT.resolve("bundles/shell/help");

    @Test
    void commands_and_their_options_are_in_the_help_texts() throws IOException {
        List<String> unknown = new ArrayList<>();
        int commands = 0;
        for (Page page : Checkout.pages()) {
            for (String line : page.code()) {
                List<MatchResult> found = COMMAND.matcher(line).results().toList();
                commands += found.size();
                for (int i = 0; i < found.size(); i++) {
                    String name = found.get(i).group(1);
                    int end = i + 1 < found.size() ? found.get(i + 1).start() : line.length();
                    Path help = HELP.resolve(name + ".txt");
                    String text = Files.exists(help) ? Files.readString(help) : "";
                    if (text.isEmpty()) {
                        unknown.add(page + ": " + name);
                    }
                    OPTION.matcher(line.substring(found.get(i).end(), end)).results().map(MatchResult::group)
                            .filter(option -> !text.contains(option))
                            .forEach(option -> unknown.add(page + ": " + name + " " + option));
                }
            }
        }
        assertEquals(List.of(), unknown);
        assertTrue(commands > 0, "no page shows a command");
    }

    /** The test in a real Karaf runs these scripts: what the page shows is what was tried. */
    @Test
    void a_karaf_is_set_up_as_its_test_does_it() throws IOException {
        String page = String.join("\n", Checkout.page("docs/install-karaf.md").lines()).replace("'\\\n'", "");
        List<String> missing = new ArrayList<>();
        for (String script : List.of("karaf-on-jdk25.sh", "karaf-with-tornadovm.sh")) {
            Path file = Checkout.ROOT.resolve("itests/karaf/src/test/resources").resolve(script);
            Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#") && !page.contains(line))
                    .forEach(missing::add);
        }
        assertEquals(List.of(), missing);
    }
}
