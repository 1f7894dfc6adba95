package io.deltaframe.shell.command;

import io.deltaframe.shell.output.OneLine;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What picocli says of wrong arguments, in our words where its own are a programmer's. */
final class UsageMessage {

    /** What has an extension, or folders, is meant as a file; a number as the value of the option before. */
    private static final Pattern FILE = Pattern.compile("(?s)-.*(\\.[A-Za-z0-9]{1,5}|/.*)");
    private static final Pattern NUMBER = Pattern.compile("-[\\d.:]+");

    private UsageMessage() { }

    /**
     * {@return it, in one line}
     *
     * @param args as they were given; empty where they are all right by themselves
     */
    static String of(ParameterException e, String... args) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        // A name that begins with a hyphen is taken for an option, and then the name is missing
        Optional<String> unknown = e instanceof MissingParameterException ? unknownOption(e.getCommandLine(), args)
                : Optional.empty();
        return unknown.isPresent() ? OneLine.of(noOption(unknown.get()))
                : OneLine.of(e).replaceFirst("is not an? (int|long)$", "is no whole number")
                        .replaceFirst("is not a (double|float)$", "is no number");
    }

    private static Optional<String> unknownOption(CommandLine command, String... args) {
        for (String arg : args) {
            if (arg.equals("--")) {
                break;
            }
            String name = arg.replaceFirst("=.*", "");
            if (name.startsWith("-") && name.length() > 1 && command.getCommandSpec().findOption(name) == null
                    && !NUMBER.matcher(arg).matches()) {
                return Optional.of(arg);
            }
        }
        return Optional.empty();
    }

    private static String noOption(String word) {
        return FILE.matcher(word).matches() ? "there is no such option; if it is the name of a file, write ./" + word
                : "there is no option '" + word + "'";
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String first = e.getUnmatched().getFirst();
        String like = e.getSuggestions().isEmpty() ? "" : "; similar: " + String.join(", ", e.getSuggestions());
        String what = e.isUnknownOption() ? noOption(first)
                : e.getCommandLine().getParent() == null ? "there is no command '" + first + "'"
                : "expected nothing more, found '" + first + "'";
        return OneLine.of(what + like);
    }
}
