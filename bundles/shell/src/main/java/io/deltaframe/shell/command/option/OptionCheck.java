package io.deltaframe.shell.command.option;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What is wrong with the value of an option, told in one way: the option, what it must be and what it is. */
public final class OptionCheck {

    private OptionCheck() { }

    /**
     * Lets a value pass.
     *
     * @param command  the command that has the option
     * @param holds    whether the value is right
     * @param option   the option
     * @param expected what it must be
     * @param value    what it is
     * @return the value
     * @throws ParameterException if it is not right
     */
    public static <T> T require(CommandSpec command, boolean holds, String option, String expected, T value) {
        if (!holds) {
            throw wrong(command, option, expected, value);
        }
        return value;
    }

    /** {@return what to throw for a value that is not right} */
    public static ParameterException wrong(CommandSpec command, String option, String expected, Object value) {
        return new ParameterException(command.commandLine(), option + " must be " + expected + " but is " + value);
    }

    /** Lets a number from {@code least} to {@code most} pass. */
    public static int inRange(CommandSpec command, String option, int least, int most, int value) {
        return require(command, value >= least && value <= most, option, least + " to " + most, value);
    }

    /** Lets one of two numbers pass. */
    public static int either(CommandSpec command, String option, int one, int other, int value) {
        return require(command, value == one || value == other, option, one + " or " + other, value);
    }

    /** Lets a number of segments that released models have pass, the value of {@code --segments}. */
    public static int segments(CommandSpec command, int value) {
        return either(command, "--segments", 8, 16, value);
    }
}
