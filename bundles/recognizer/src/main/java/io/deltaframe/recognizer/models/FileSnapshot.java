package io.deltaframe.recognizer.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A file at one moment.
 *
 * @param size     its bytes; -1 if there is none
 * @param modified when it was last written to
 * @param changed  when its name, times or rights were last changed, or it was written to; as {@code modified} where the
 *                 file system does not tell
 */
record FileSnapshot(long size, FileTime modified, FileTime changed) {

    /**
     * A file that was not written to for as long has been written. Copies over a network stall, but seldom for longer.
     */
    static final long QUIET_MILLIS = 2000;

    private static final FileSnapshot NONE = new FileSnapshot(-1, FileTime.fromMillis(0), FileTime.fromMillis(0));

    /**
     * {@return a file as it is now}
     *
     * @param file that need not exist
     */
    static FileSnapshot of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            FileTime changed = file.getFileSystem().supportedFileAttributeViews().contains("unix")
                    && Files.getAttribute(file, "unix:ctime") instanceof FileTime time ? time
                    : attributes.lastModifiedTime();
            return new FileSnapshot(attributes.size(), attributes.lastModifiedTime(), changed);
        } catch (IOException e) {
            return NONE;
        }
    }

    /**
     * {@return whether this one look is enough to say that nobody writes to the file}: it was written to some time ago,
     * or something else was done to it after the last write, which is how a file looks that was moved into place or
     * given its times when it was complete
     */
    boolean isSettled() {
        return changed.compareTo(modified) > 0 || System.currentTimeMillis() - modified.toMillis() >= QUIET_MILLIS;
    }
}
