package io.deltaframe.tdn.checkpoint.file;

import io.deltaframe.tdn.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A file under its name: positioned reads that are complete or an error, and errors that begin with the name. */
public final class CheckpointFile implements AutoCloseable {

    /** Texts taken from a file are cut to this many characters in messages. */
    private static final int QUOTED_CHARACTERS = 120;

    private final SeekableByteChannel channel;
    private final String name;
    private final long size;

    public CheckpointFile(SeekableByteChannel channel, String name) throws CheckpointException {
        this.channel = channel;
        this.name = name;
        try {
            this.size = channel.size();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    public String name() {
        return name;
    }

    /** Bytes of the file when it was opened. */
    public long size() {
        return size;
    }

    /** Fills the buffer from a position of the file; {@code what} names the thing that is read. */
    public void read(long position, ByteBuffer target, String what) throws CheckpointException {
        if (position < 0 || position > size - target.remaining()) {
            throw error(what + " takes " + target.remaining() + " bytes at " + position + " but the file ends at "
                    + size);
        }
        try {
            if (!channel.isOpen()) {
                throw error("the checkpoint is closed");
            }
            channel.position(position);
            while (target.hasRemaining()) {
                if (channel.read(target) < 0) {
                    throw error(what + " is cut short: the file ended at " + channel.size() + ", it was " + size
                            + " bytes long when it was opened");
                }
            }
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    public CheckpointException error(String message) {
        return new CheckpointException(name + ": " + message);
    }

    public CheckpointException unreadable(IOException cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new CheckpointException(name + ": cannot be read: " + reason, cause);
    }

    @Override
    public void close() throws CheckpointException {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CheckpointException(name + ": cannot be closed: " + e.getMessage(), e);
        }
    }

    /** Text from a file made fit for a message: short, on one line, without control characters. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < text.length() && i < QUOTED_CHARACTERS; i++) {
            char c = text.charAt(i);
            quoted.append(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.LINE_SEPARATOR
                    || Character.getType(c) == Character.PARAGRAPH_SEPARATOR ? '?' : c);
        }
        return text.length() > QUOTED_CHARACTERS ? quoted + "..." : quoted.toString();
    }
}
