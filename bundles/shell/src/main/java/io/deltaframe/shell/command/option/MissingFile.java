package io.deltaframe.shell.command.option;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** What is said of a file that is not there, or whose name only seems to be there. */
public final class MissingFile {

    /** Stands for a byte that is no UTF-8 in a name. */
    private static final char REPLACEMENT = '\uFFFD';

    private MissingFile() { }

    /**
     * {@return why it cannot be opened, in one line}
     *
     * @param given    as the caller wrote it
     * @param location where that is, seen from the caller's folder
     */
    public static String reason(String given, String location) {
        return isUnderAnotherEncoding(location) ? "the name of this file is not UTF-8, and cannot be opened: "
                + given + "; rename it (convmv -f latin1 -t utf8 --notest FILE does)"
                : "no such file or folder: " + given;
    }

    /** No path can be made again of what a name was decoded to; among the names of its folder it is seen. */
    private static boolean isUnderAnotherEncoding(String location) {
        if (location.indexOf(REPLACEMENT) < 0) {
            return false;
        }
        try {
            Path path = Path.of(location).toAbsolutePath();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path.getParent())) {
                for (Path entry : entries) {
                    if (entry.getFileName().toString().equals(path.getFileName().toString())) {
                        return true;
                    }
                }
            }
            return false;
        } catch (InvalidPathException | IOException | DirectoryIteratorException e) {
            return false;
        }
    }
}
