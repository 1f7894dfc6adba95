package io.deltaframe.tdn.checkpoint.file;

import io.deltaframe.tdn.CheckpointException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads a range of a file front to back through a small buffer; little-endian. */
public final class SequentialInput {

    private static final int BUFFER_BYTES = 1 << 14;

    private final CheckpointFile file;
    private final String what;
    private final long end;
    private final ByteBuffer buffer;
    private long next;

    /** {@code what} names the range in messages; {@code end} must not lie behind the end of the file. */
    public SequentialInput(CheckpointFile file, String what, long start, long end) {
        this.file = file;
        this.what = what;
        this.next = start;
        this.end = end;
        this.buffer = ByteBuffer.allocate(Math.clamp(end - start, 0, BUFFER_BYTES)).order(ByteOrder.LITTLE_ENDIAN)
                .limit(0);
    }

    /** Position in the file of the next byte. */
    public long position() {
        return next - buffer.remaining();
    }

    public long remaining() {
        return end - position();
    }

    public int u8() throws CheckpointException {
        need(1);
        return buffer.get() & 0xFF;
    }

    public int u16() throws CheckpointException {
        need(2);
        return buffer.getShort() & 0xFFFF;
    }

    public int i32() throws CheckpointException {
        need(4);
        return buffer.getInt();
    }

    public long u32() throws CheckpointException {
        return i32() & 0xFFFF_FFFFL;
    }

    public long i64() throws CheckpointException {
        need(8);
        return buffer.getLong();
    }

    /** A copy of the next bytes; the caller has bounded {@code length}. */
    public byte[] bytes(int length) throws CheckpointException {
        if (length > remaining()) {
            throw cut(length);
        }
        byte[] bytes = new byte[length];
        int buffered = Math.min(length, buffer.remaining());
        buffer.get(bytes, 0, buffered);
        if (buffered < length) {
            file.read(next, ByteBuffer.wrap(bytes, buffered, length - buffered), what);
            next += length - buffered;
        }
        return bytes;
    }

    /** Up to {@code length} bytes, as {@link java.io.InputStream#read(byte[], int, int)} has it. */
    public int read(byte[] target, int offset, int length) throws CheckpointException {
        if (length == 0) {
            return 0;
        }
        if (remaining() == 0) {
            return -1;
        }
        need(1);
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    public void skip(long length) throws CheckpointException {
        if (length < 0 || length > remaining()) {
            throw cut(length);
        }
        long buffered = Math.min(length, buffer.remaining());
        buffer.position(buffer.position() + (int) buffered);
        next += length - buffered;
    }

    private void need(int bytes) throws CheckpointException {
        if (buffer.remaining() >= bytes) {
            return;
        }
        if (bytes > remaining()) {
            throw cut(bytes);
        }
        buffer.compact();
        buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + (end - next)));
        int fresh = buffer.remaining();
        file.read(next, buffer, what);
        next += fresh;
        buffer.flip();
    }

    private CheckpointException cut(long wanted) {
        return file.error(what + " is cut short: " + wanted + " bytes expected at " + position() + ", found "
                + remaining());
    }
}
