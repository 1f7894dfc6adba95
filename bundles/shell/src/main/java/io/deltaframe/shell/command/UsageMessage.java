package io.deltaframe.shell.command;

import io.deltaframe.shell.output.OneLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What picocli says of wrong arguments, in our words where its own are a programmer's. */
final class UsageMessage {

    private UsageMessage() { }

    static String of(ParameterException e) {
        return e instanceof UnmatchedArgumentException unmatched ? unmatched(unmatched)
                : OneLine.of(e).replaceFirst("is not an? (int|long)$", "is no whole number")
                        .replaceFirst("is not a (double|float)$", "is no number");
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String first = e.getUnmatched().getFirst();
        String like = e.getSuggestions().isEmpty() ? "" : "; similar: " + String.join(", ", e.getSuggestions());
        String what = e.isUnknownOption() ? "there is no option '" + first + "'"
                : e.getCommandLine().getParent() == null ? "there is no command '" + first + "'"
                : "expected nothing more, found '" + first + "'";
        return OneLine.of(what + like);
    }
}
