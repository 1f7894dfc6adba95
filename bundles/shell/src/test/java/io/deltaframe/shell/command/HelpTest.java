package io.deltaframe.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.platform.FakePlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The {@code deltaframe} script prints help from the texts in {@code help/}, without a JVM; they must be what the
 * commands print. After a change to a command: {@code mvn -pl bundles/shell -am verify -Dtest=HelpTest
 * -Ddeltaframe.help.write=true -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class HelpTest {

    private static final Path TEXTS = Path.of("help");

    private final FakePlatform platform = new FakePlatform();

    @ParameterizedTest
    @ValueSource(strings = {"recognize", "demo", "bench", "evaluate", "teach", "convert", "inspect", "models",
            "engines", "recognizers", "cameras", "metrics", "swap", "watch", "shell", "help"})
    void every_command_is_explained_the_same_by_help_by_its_option_and_by_the_script(String command)
            throws IOException {
        Call call = Call.of(platform, "help", command);
        assertEquals(0, call.status(), call.err());
        assertTrue(call.out().startsWith("Usage: deltaframe " + command), call.out());
        assertEquals(text(command, call.out()), call.out());
        if (!command.equals("help")) {
            assertEquals(call, Call.of(platform, command, "--help"));
        }
    }

    @Test
    void without_a_command_all_are_listed() throws IOException {
        Call call = Call.of(platform);
        assertEquals(0, call.status());
        assertEquals(text("deltaframe", call.out()), call.out());
        assertEquals(call, Call.of(platform, "help"));
        assertEquals(call, Call.of(platform, "--help"));
    }

    @Test
    void the_script_has_a_text_for_every_command_and_for_nothing_else() throws IOException {
        CommandContext context = new CommandContext(System.out, System.err, false, null, platform);
        Set<String> commands = CommandRunner.commandLine(context).getSubcommands().keySet();
        try (Stream<Path> files = Files.list(TEXTS)) {
            assertEquals(Stream.concat(commands.stream(), Stream.of("deltaframe")).map(name -> name + ".txt")
                    .collect(Collectors.toSet()),
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @Test
    void an_unknown_command_is_wrong_usage() {
        assertEquals(2, Call.of(platform, "recognise").status());
        Call call = Call.of(platform, "help", "recognise");
        assertEquals(new Call(2, "", "deltaframe: there is no command 'recognise'\nTry 'deltaframe help'.\n"), call);
    }

    private static String text(String name, String printed) throws IOException {
        Path file = TEXTS.resolve(name + ".txt");
        if (Boolean.getBoolean("deltaframe.help.write")) {
            Files.writeString(file, printed);
        }
        return Files.readString(file);
    }
}
