package io.deltaframe.shell.output;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Messages as one line each, without anything that steers a terminal, whatever they were made of. */
public final class OneLine {

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1F\\x7F-\\x9F\\x{2028}\\x{2029}]");

    private OneLine() { }

    public static String of(String message) {
        return message == null ? ""
                : message.lines().map(String::strip).filter(line -> !line.isEmpty())
                        .map(line -> CONTROL.matcher(line).replaceAll("?")).collect(Collectors.joining("; "));
    }

    /** {@return what an exception says, or what it is where it says nothing} */
    public static String of(Throwable e) {
        return e.getMessage() == null || e.getMessage().isBlank() ? e.toString() : of(e.getMessage());
    }
}
