package io.deltaframe.shell;

import java.util.stream.Collectors;

/** Messages as one line each, whatever they were made of. */
final class OneLine {

    private OneLine() { }

    static String of(String message) {
        return message == null ? "" : message.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("; "));
    }

    /** {@return what an exception says, or what it is where it says nothing} */
    static String of(Throwable e) {
        return e.getMessage() == null || e.getMessage().isBlank() ? e.toString() : of(e.getMessage());
    }
}
