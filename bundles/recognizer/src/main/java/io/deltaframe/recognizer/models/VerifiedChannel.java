package io.deltaframe.recognizer.models;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * Reads a file that was hashed before, and hands on no byte of any other content: each block is hashed again before
 * bytes of it are given. For one thread at a time.
 */
final class VerifiedChannel implements SeekableByteChannel {

    private static final int NO_BLOCK = -1;

    private final SeekableByteChannel file;
    private final BlockDigests digests;
    private final String name;
    private final ByteBuffer block;
    private int number = NO_BLOCK;
    private long position;

    /**
     * Takes a channel over.
     *
     * @param file    the bytes; closed with this
     * @param digests what they were
     * @param name    of the file, for messages
     */
    VerifiedChannel(SeekableByteChannel file, BlockDigests digests, String name) {
        this.file = file;
        this.digests = digests;
        this.name = name;
        this.block = ByteBuffer.allocate((int) Math.min(BlockDigests.BLOCK_BYTES, digests.size()));
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!file.isOpen()) {
            throw new ClosedChannelException();
        }
        if (position >= digests.size()) {
            return -1;
        }
        load((int) (position / BlockDigests.BLOCK_BYTES));
        int at = (int) (position % BlockDigests.BLOCK_BYTES);
        int count = Math.min(into.remaining(), block.limit() - at);
        into.put(into.position(), block, at, count);
        into.position(into.position() + count);
        position += count;
        return count;
    }

    private void load(int wanted) throws IOException {
        if (number == wanted) {
            return;
        }
        number = NO_BLOCK;
        file.position((long) wanted * BlockDigests.BLOCK_BYTES);
        BlockDigests.fill(file, block);
        if (!digests.holds(wanted, block)) {
            throw changed(name, digests);
        }
        number = wanted;
    }

    /** {@return what to say of a file with other content than was hashed} */
    static IOException changed(String name, BlockDigests digests) {
        return new IOException(name + ": expected the content that was inspected (SHA-256 "
                + digests.sha256().substring(0, 12) + "...), found other content: the file was written to since, and is"
                + " looked at again when nobody writes to it");
    }

    @Override
    public long position() throws ClosedChannelException {
        if (!file.isOpen()) {
            throw new ClosedChannelException();
        }
        return position;
    }

    @Override
    public SeekableByteChannel position(long next) throws ClosedChannelException {
        if (!file.isOpen()) {
            throw new ClosedChannelException();
        }
        if (next < 0) {
            throw new IllegalArgumentException("position must not be negative but is " + next);
        }
        position = next;
        return this;
    }

    @Override
    public long size() throws ClosedChannelException {
        if (!file.isOpen()) {
            throw new ClosedChannelException();
        }
        return digests.size();
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
