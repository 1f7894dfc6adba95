package io.deltaframe.video.demux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Whether an MPEG transport stream is scrambled, as pay television is. FFmpeg does not look at the two bits by which
 * each packet says so, and finds no pictures in what follows them.
 */
final class Scrambling {

    private static final int SYNC = 0x47;
    private static final int LOOKED_AT = 1 << 20;
    private static final int NULL_PACKET = 0x1FFF;
    /** Bytes from packet to packet: broadcast, with a time stamp before it (M2TS), with a checksum after it. */
    private static final int[] STRIDES = {188, 192, 204};

    private Scrambling() { }

    /** {@return whether most packets with content at the start of a file are scrambled} */
    static boolean of(Path file) {
        ByteBuffer start = ByteBuffer.allocate(LOOKED_AT);
        try (FileChannel channel = FileChannel.open(file)) {
            while (start.hasRemaining() && channel.read(start) >= 0) { }
        } catch (IOException e) {
            return false;       // who reads it next says why
        }
        return of(start.flip());
    }

    private static boolean of(ByteBuffer b) {
        for (int stride : STRIDES) {
            for (int first = 0; first < stride; first++) {
                if (isSync(b, first) && isSync(b, first + stride) && isSync(b, first + 2 * stride)
                        && isSync(b, first + 3 * stride)) {
                    return mostly(b, first, stride);
                }
            }
        }
        return false;
    }

    private static boolean isSync(ByteBuffer b, int at) {
        return at < b.limit() && b.get(at) == SYNC;
    }

    private static boolean mostly(ByteBuffer b, int first, int stride) {
        int scrambled = 0;
        int all = 0;
        for (int at = first; at + 4 <= b.limit(); at += stride) {
            boolean payload = (b.get(at + 3) & 0x10) != 0;
            if (isSync(b, at) && payload && (b.getShort(at + 1) & 0x1FFF) != NULL_PACKET) {
                all++;
                scrambled += (b.get(at + 3) & 0xC0) != 0 ? 1 : 0;
            }
        }
        return scrambled > all / 2;
    }
}
