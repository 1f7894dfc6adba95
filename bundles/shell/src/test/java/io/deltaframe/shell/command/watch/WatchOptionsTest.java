package io.deltaframe.shell.command.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveOptions.Gate;
import io.deltaframe.shell.platform.UsageException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class WatchOptionsTest {

    private static WatchOptions parse(String... args) {
        WatchOptions options = new WatchOptions();
        new CommandLine(options).parseArgs(args);
        return options;
    }

    @Test
    void windows_are_exact_and_seen_where_nothing_else_is_asked_for() throws Exception {
        LiveOptions options = parse().options("a");
        assertEquals(0, options.incremental());
        assertEquals(Gate.OFF, options.gate());
        assertEquals("", parse().incrementalOddity(8));
    }

    @Test
    void options_of_windows_reach_the_session() throws Exception {
        LiveOptions options = parse("--incremental", "3", "--gate", "audit", "--look", "1m").options("a");
        assertEquals(3, options.incremental());
        assertEquals(Gate.AUDIT, options.gate());
        assertEquals(Duration.ofMinutes(1), options.look());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--gate maybe    | --gate must be off, on or audit but is maybe",
        "--look 0s       | --look must be above 0 but is 0.0 s",
        "--incremental=-1 | --incremental must be 0 for exact windows, or a number of segments, but is -1"})
    void what_is_out_of_range_is_named_by_its_option(String args, String expected) {
        assertEquals(expected, assertThrows(UsageException.class, () -> parse(args.split(" ")).options("a"))
                .getMessage());
    }

    @Test
    void an_option_without_effect_is_told_of() {
        assertEquals("", parse("--incremental", "3", "--hop", "375ms").incrementalOddity(8));
        assertEquals("", parse("--incremental", "3", "--hop", "400ms").incrementalOddity(8));
        assertEquals("--incremental 3 has no effect: expected --hop to be one segment of the window, 375 ms, found "
                + "1000 ms", parse("--incremental", "3").incrementalOddity(8));
        assertEquals("--incremental 8 has no effect: expected less than the model's 8 segments",
                parse("--incremental", "8", "--hop", "375ms").incrementalOddity(8));
    }
}
