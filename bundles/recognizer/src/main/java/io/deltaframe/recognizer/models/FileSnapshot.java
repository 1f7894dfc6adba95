package io.deltaframe.recognizer.models;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.zip.CRC32C;

/**
 * A file at one moment, by what is cheap to ask: two looks that differ say that the content may be another, and only
 * reading it says whether it is. A link is followed, so that one that leads to another file is another file.
 *
 * @param size     its bytes; -1 if there is none
 * @param modified when it was last written to
 * @param changed  when its name, times or rights were last changed, or it was written to; nobody can set it back. As
 *                 {@code modified} where the file system does not tell
 * @param identity of the file on its file system, such as device and inode, and where its name leads to; where the file
 *                 system tells no {@code changed}, also what some of its bytes come to
 */
record FileSnapshot(long size, FileTime modified, FileTime changed, String identity) {

    /**
     * A file that was not written to for as long has been written. Copies over a network stall, but seldom for longer;
     * what they have left behind then has whole tensors of zeros, and is refused.
     */
    static final long QUIET_MILLIS = 2000;

    private static final int SAMPLES = 16;
    private static final int SAMPLE_BYTES = 4096;

    private static final FileSnapshot NONE =
            new FileSnapshot(-1, FileTime.fromMillis(0), FileTime.fromMillis(0), "");

    /**
     * {@return a file as it is now}
     *
     * @param file that need not exist
     */
    static FileSnapshot of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            boolean tells = file.getFileSystem().supportedFileAttributeViews().contains("unix");
            FileTime changed = tells && Files.getAttribute(file, "unix:ctime") instanceof FileTime time ? time
                    : attributes.lastModifiedTime();
            String identity = attributes.fileKey() + " " + file.toRealPath();
            return new FileSnapshot(attributes.size(), attributes.lastModifiedTime(), changed,
                    tells ? identity : identity + " " + samples(file));
        } catch (IOException e) {
            return NONE;
        }
    }

    /** {@return whether there is a file} */
    boolean exists() {
        return size >= 0;
    }

    /** {@return a checksum of the file's ends and of places between} */
    static long samples(Path file) throws IOException {
        CRC32C sum = new CRC32C();
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(SAMPLE_BYTES);
            long last = Math.max(0, channel.size() - SAMPLE_BYTES);
            for (int i = 0; i < SAMPLES; i++) {
                channel.position(last * i / (SAMPLES - 1));
                BlockDigests.fill(channel, buffer);
                sum.update(buffer);
            }
        }
        return sum.getValue();
    }

    /**
     * {@return whether this one look is enough to say that nobody writes to the file}: it was written to some time ago,
     * or something else was done to it after the last write, which is how a file looks that was moved into place or
     * given its times when it was complete. Of a time in the future nothing is said.
     */
    boolean isSettled() {
        return exists() && (changed.compareTo(modified) > 0
                || System.currentTimeMillis() - changed.toMillis() >= QUIET_MILLIS);
    }
}
