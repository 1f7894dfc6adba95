package io.deltaframe.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What the machine and the user have: folders, a terminal. */
final class Surroundings {

    /** What JLine says of terminals that it finds another way to is of no use. Kept here, or it is forgotten. */
    private static final Logger LINE_EDITOR = Logger.getLogger("org.jline");

    private Surroundings() { }

    /** {@return the user's home folder, or null: a process in a container may have none} */
    private static Path home() {
        String name = System.getProperty("user.home");
        try {
            // The JVM writes ? for what it does not know.
            return name == null || name.isBlank() || name.equals("?") ? null : Path.of(name);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /**
     * {@return folders to try for temporary files, best first}
     */
    static List<Path> temporaryPlaces() {
        String told = System.getProperty("java.io.tmpdir");
        String wish = System.getenv("TMPDIR");
        return TemporaryFolder.places(told, wish, home());
    }

    /** {@return whether commands are typed into a terminal} Java 21 has a console for terminals only, later ones so. */
    private static boolean isTyped() {
        System.setProperty("jdk.console", "java.base");
        return System.console() != null;
    }

    /** {@return whether the shell writes what is typed into the user's home folder} */
    static boolean keepsHistory() {
        Path home = home();
        return isTyped() && home != null && Files.isDirectory(home) && Files.isWritable(home);
    }

    /**
     * Has the line editor make do with what there is, without a word.
     *
     * @param folder where it may unpack its library
     */
    static void prepareLineEditor(Path folder) {
        LINE_EDITOR.setLevel(Level.OFF);
        if (!isTyped()) {
            // Commands that are piped in need no terminal.
            System.setProperty("org.jline.terminal.dumb", "true");
        } else if (!holdsPrograms(folder)) {
            // Without a library: it asks the programs stty and tty.
            System.setProperty("org.jline.terminal.providers", "exec");
        }
    }

    /** {@return whether libraries can be loaded from a folder: not from a file system that is mounted with noexec} */
    private static boolean holdsPrograms(Path folder) {
        try {
            Path probe = Files.createTempFile(folder, "probe", ".so");
            try {
                return probe.toFile().setExecutable(true) && Files.isExecutable(probe);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            return false;
        }
    }
}
