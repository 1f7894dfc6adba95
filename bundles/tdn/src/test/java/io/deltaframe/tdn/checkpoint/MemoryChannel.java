package io.deltaframe.tdn.checkpoint;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * A read-only channel over bytes, which may claim to be longer than they are: the rest reads as zeros, like a sparse
 * file.
 */
public final class MemoryChannel implements SeekableByteChannel {

    private final byte[] bytes;
    private final long size;
    private long position;
    private boolean open = true;
    private long delivered;

    /**
     * As long as its bytes.
     *
     * @param bytes what it holds
     */
    public MemoryChannel(byte[] bytes) {
        this(bytes, bytes.length);
    }

    /**
     * Longer than its bytes.
     *
     * @param bytes what it holds
     * @param size  how long it says it is
     */
    public MemoryChannel(byte[] bytes, long size) {
        this.bytes = bytes;
        this.size = size;
    }

    /** Bytes read so far. */
    long delivered() {
        return delivered;
    }

    @Override
    public int read(ByteBuffer target) throws ClosedChannelException {
        requireOpen();
        if (position >= size) {
            return -1;
        }
        int count = (int) Math.min(target.remaining(), size - position);
        int real = Math.clamp(bytes.length - position, 0, count);
        if (real > 0) {
            target.put(bytes, (int) position, real);
        }
        target.put(new byte[count - real]);
        position += count;
        delivered += count;
        return count;
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() throws ClosedChannelException {
        requireOpen();
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) throws ClosedChannelException {
        requireOpen();
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws ClosedChannelException {
        requireOpen();
        return size;
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }

    private void requireOpen() throws ClosedChannelException {
        if (!open) {
            throw new ClosedChannelException();
        }
    }
}
