package io.deltaframe.shell.output;

import java.util.stream.Collectors;

/** Messages as one line each, whatever they were made of. */
public final class OneLine {

    private OneLine() { }

    public static String of(String message) {
        return message == null ? ""
                : message.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("; "));
    }

    /** {@return what an exception says, or what it is where it says nothing} */
    public static String of(Throwable e) {
        return e.getMessage() == null || e.getMessage().isBlank() ? e.toString() : of(e.getMessage());
    }
}
