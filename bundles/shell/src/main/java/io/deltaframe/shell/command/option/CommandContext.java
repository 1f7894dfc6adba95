package io.deltaframe.shell.command.option;

import io.deltaframe.shell.output.OneLine;
import io.deltaframe.shell.platform.Platform;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Who called a command: where its output goes, and where it stands.
 *
 * @param out      results, and nothing else
 * @param err      errors, warnings and progress
 * @param terminal whether {@code err} is a terminal, on which a line can be overwritten
 * @param folder   folder against which relative paths are resolved; null for that of the JVM
 * @param platform the platform the command runs in
 */
public record CommandContext(PrintStream out, PrintStream err, boolean terminal, Path folder, Platform platform) {

    /**
     * A scheme of two letters and more, so that C:\video.mp4 is a path; then what FFmpeg calls protocol options may
     * follow.
     */
    private static final Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*", Pattern.DOTALL);

    /**
     * Tells what is not right but does not prevent anything.
     *
     * @param warning the warning, which becomes one line
     */
    public void warn(String warning) {
        err.println("deltaframe: warning: " + OneLine.of(warning));
    }

    /** {@return whether a location is a URL, which only FFmpeg can tell more about} */
    public static boolean isUrl(String location) {
        return URL.matcher(location).matches();
    }

    /**
     * {@return the location as the platform should open it: URLs as they are, paths seen from the caller's folder}
     *
     * @param location path or URL
     */
    public String resolve(String location) {
        if (folder == null || isUrl(location) || location.isEmpty()) {
            return location;
        }
        try {
            return folder.resolve(location).toString();
        } catch (InvalidPathException e) {
            return location;
        }
    }

    /**
     * {@return a path seen from the caller's folder}
     *
     * @param path absolute or relative
     */
    public Path resolve(Path path) {
        return folder == null ? path : folder.resolve(path);
    }
}
