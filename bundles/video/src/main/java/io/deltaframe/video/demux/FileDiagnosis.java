package io.deltaframe.video.demux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Why FFmpeg finds no container in a file, from a look at the file: FFmpeg's code says "invalid data" for a text
 * file and for a film without its index alike.
 */
final class FileDiagnosis {

    private FileDiagnosis() { }

    /** {@return the reason in words, or null where a look at the file tells nothing} */
    static String reason(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer head = ByteBuffer.allocate(1024);
            while (head.hasRemaining() && channel.read(head, head.position()) >= 0) { }
            head.flip();
            if (isText(head.duplicate())) {
                return "it is a text file, not a video";
            }
            if (head.remaining() >= 8 && type(head, 4).equals("ftyp") && !hasBox(channel, "moov")) {
                return "the file is cut off: it has no index of its frames (moov atom not found)";
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isText(ByteBuffer head) {
        ByteBuffer bytes = head.duplicate();
        while (bytes.hasRemaining()) {
            int b = bytes.get();
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
                return false;
            }
        }
        // The look may end inside a character: up to three bytes of it are left out.
        for (int cut = 0; cut < 4 && cut < head.remaining(); cut++) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(head.duplicate().limit(head.limit() - cut));
                return true;
            } catch (CharacterCodingException e) {
                // try without the last byte
            }
        }
        return false;
    }

    /**
     * Goes over the top-level boxes of an ISO file: 4 bytes of size and 4 of type each, size 1 meaning 8 bytes of size
     * after the type.
     */
    private static boolean hasBox(FileChannel channel, String wanted) throws IOException {
        long position = 0;
        ByteBuffer header = ByteBuffer.allocate(16);
        while (position + 8 <= channel.size()) {
            header.clear();
            while (header.hasRemaining() && channel.read(header, position + header.position()) >= 0) { }
            header.flip();
            if (header.remaining() < 8) {
                return false;
            }
            if (type(header, 4).equals(wanted)) {
                return true;
            }
            long size = header.getInt(0) & 0xFFFF_FFFFL;
            if (size == 1 && header.remaining() == 16) {
                size = header.getLong(8);
            }
            if (size < 8 || position + size < position) {
                return false;
            }
            position += size;
        }
        return false;
    }

    private static String type(ByteBuffer bytes, int at) {
        byte[] type = new byte[4];
        bytes.get(at, type);
        return new String(type, StandardCharsets.ISO_8859_1);
    }
}
