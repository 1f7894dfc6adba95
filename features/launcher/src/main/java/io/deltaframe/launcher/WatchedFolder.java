package io.deltaframe.launcher;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder's name as FileInstall takes it. It reads a comma as the beginning of another folder and puts properties in
 * for <code>${…}</code>; a folder of such a name is watched through a link.
 */
final class WatchedFolder {

    private WatchedFolder() { }

    /**
     * {@return a name under which FileInstall finds the folder}
     *
     * @param folder    to watch; FileInstall makes it if there is none
     * @param temporary where a link may be made
     */
    static String of(Path folder, Path temporary) throws LaunchException {
        String name = folder.toAbsolutePath().toString();
        if (!name.contains(",") && !name.contains("${")) {
            return name;
        }
        try {
            make(folder);
            return Files.createSymbolicLink(temporary.resolve("models"), folder.toAbsolutePath()).toString();
        } catch (IOException | UnsupportedOperationException e) {
            throw new LaunchException("the folder " + name + " cannot be watched for models, because its name has a"
                    + " comma or a ${: set DELTAFRAME_MODELS to another one", e);
        }
    }

    /** Through the link FileInstall cannot make it. Where nobody may, nothing lies there to be watched. */
    private static void make(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (AccessDeniedException e) {
            return;
        } catch (FileSystemException e) {
            if (!String.valueOf(e.getReason()).contains("Read-only")) {
                throw e;
            }
        }
    }
}
