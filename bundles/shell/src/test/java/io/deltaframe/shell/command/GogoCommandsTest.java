package io.deltaframe.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.shell.command.option.CommandContext;
import io.deltaframe.shell.platform.FakePlatform;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a command that fails in Gogo throws: the same as the command line says, in Gogo's words and in one line. */
class GogoCommandsTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private CommandRunner.Outcome outcome(String... args) {
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return CommandRunner.outcome(new CommandContext(stream, stream, false, null, new FakePlatform()), args);
    }

    private void assertFails(int status, String message, String... args) {
        CommandRunner.Outcome outcome = outcome(args);
        assertEquals(status, outcome.status());
        assertEquals(message, GogoCommands.message(outcome));
        // Gogo prints the message of what is thrown: printed here, it would be there twice.
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void wrongUsageNamesTheCommandAndItsHelp() {
        assertFails(2, "recognize: Missing required parameter: 'VIDEO'; try deltaframe:help recognize", "recognize");
        assertFails(2, "deltaframe: there is no command 'nothing'; try deltaframe:help", "help", "nothing");
    }

    @Test
    void aFailureIsToldAsOnTheCommandLine() {
        String told = Call.of(new FakePlatform(), "inspect", "missing.pth").err().strip();
        assertTrue(told.startsWith("deltaframe: missing.pth: no such file"), told);
        assertFails(1, told.substring("deltaframe: ".length()), "inspect", "missing.pth");
    }

    @Test
    void whatIsDoneDoesNotFail() {
        assertEquals(new CommandRunner.Outcome(0, "deltaframe", ""), outcome("help"));
    }
}
