package io.deltaframe.recognizer.models;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a file holds, in digests: SHA-256 of the whole, as {@code sha256sum} prints it, and of each block, so that a
 * reader who wants some bytes only can tell that they are still those. Taken in one pass. Immutable.
 */
final class BlockDigests {

    /**
     * Bytes of a block but for the last. A small tensor costs the digest of a block, 50 microseconds; a checkpoint of
     * 100 MB has 1600 of them.
     */
    static final int BLOCK_BYTES = 1 << 16;

    private final long size;
    private final String sha256;
    private final byte[][] blocks;
    private final long zerosAtEnd;

    private BlockDigests(long size, String sha256, byte[][] blocks, long zerosAtEnd) {
        this.zerosAtEnd = zerosAtEnd;
        this.size = size;
        this.sha256 = sha256;
        this.blocks = blocks;
    }

    /**
     * {@return the digests of everything in a channel}
     *
     * @param channel to read, from its position on; not closed
     * @throws IOException if it cannot be read, or changes its size while it is
     */
    static BlockDigests of(SeekableByteChannel channel) throws IOException {
        long size = channel.size() - channel.position();
        byte[][] blocks = new byte[Math.toIntExact(Math.ceilDiv(size, BLOCK_BYTES))][];
        MessageDigest whole = Sha256.digest();
        MessageDigest block = Sha256.digest();
        ByteBuffer buffer = ByteBuffer.allocate(BLOCK_BYTES);
        long read = 0;
        long zeros = 0;
        for (int i = 0; i < blocks.length; i++) {
            fill(channel, buffer);
            read += buffer.remaining();
            int ending = zerosAtEnd(buffer);
            zeros = ending == buffer.remaining() ? zeros + ending : ending;
            whole.update(buffer.duplicate());
            block.update(buffer);
            blocks[i] = block.digest();
        }
        if (read != size || channel.size() - channel.position() != 0) {
            throw new IOException("expected a file that nobody writes to, found one that changes its size");
        }
        return new BlockDigests(size, HexFormat.of().formatHex(whole.digest()), blocks, zeros);
    }

    private static int zerosAtEnd(ByteBuffer bytes) {
        int end = bytes.limit();
        while (end > bytes.position() && bytes.get(end - 1) == 0) {
            end--;
        }
        return bytes.limit() - end;
    }

    /** Reads a block, or what there is of it. */
    static void fill(SeekableByteChannel channel, ByteBuffer buffer) throws IOException {
        buffer.clear();
        int count = 0;
        while (buffer.hasRemaining() && count >= 0) {
            count = channel.read(buffer);
        }
        buffer.flip();
    }

    /** {@return bytes of zeros at the end, as a file has that was given its size before it was written} */
    long zerosAtEnd() {
        return zerosAtEnd;
    }

    /** {@return bytes of the whole} */
    long size() {
        return size;
    }

    /** {@return SHA-256 of the whole in lower-case hexadecimal digits} */
    String sha256() {
        return sha256;
    }

    /**
     * {@return whether bytes are those of a block}
     *
     * @param number of the block, from 0
     * @param bytes  from the buffer's position to its limit; both stay
     */
    boolean holds(int number, ByteBuffer bytes) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes.duplicate());
        return MessageDigest.isEqual(blocks[number], digest.digest());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockDigests digests && sha256.equals(digests.sha256)
                && Arrays.deepEquals(blocks, digests.blocks);
    }

    @Override
    public int hashCode() {
        return sha256.hashCode();
    }
}
