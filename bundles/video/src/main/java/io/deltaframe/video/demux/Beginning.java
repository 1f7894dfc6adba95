package io.deltaframe.video.demux;

import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_READ;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avformat.avio_read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * The first bytes of what FFmpeg finds no video in, and what they tell: FFmpeg's code says "invalid data" for a text
 * file, an archive and a film without its index alike.
 */
final class Beginning {

    static final String TEXT = "it is a text file, not a video";

    private static final int LENGTH = 1024;

    /** What files that are no videos begin with, in ISO 8859-1. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("PK\3\4", "a zip archive"), Map.entry("PK\5\6", "a zip archive"),
            Map.entry("\37\213", "a gzip archive"), Map.entry("7z\274\257\47\34", "a 7-Zip archive"),
            Map.entry("Rar!\32\7", "a RAR archive"), Map.entry("BZh", "a bzip2 archive"),
            Map.entry("\3757zXZ\0", "an xz archive"), Map.entry("(\265/\375", "a Zstandard archive"),
            Map.entry("%PDF", "a PDF document"), Map.entry("\177ELF", "a program"), Map.entry("MZ", "a program"),
            Map.entry("\211HDF", "an HDF5 file"), Map.entry("\223NUMPY", "a NumPy array"),
            Map.entry("SQLite format 3", "an SQLite database"), Map.entry("Salted__", "encrypted with OpenSSL"),
            Map.entry("\200\2}", "a pickled Python object"));

    /** What text files begin with that are sent or stored in place of videos. */
    private static final Map<Pattern, String> TEXTS = Map.of(
            Pattern.compile("(?is)\\s*(<!--.*?-->\\s*)?<(!doctype html|html|head|body).*"), "a web page",
            Pattern.compile("(?s)\\s*<\\?xml.*"), "XML",
            Pattern.compile("(?s)\\s*[{\\[]\\s*[\"{\\[\\]}].*"), "JSON",
            Pattern.compile("(?s)#EXTM3U.*"), "a playlist without #EXT-X-TARGETDURATION, which only lists"
                    + " names: give one of the files that it names",
            Pattern.compile("(?s)\\s*file\\s+('[^\n]*'|\\S+\\.\\w+)\\s*(\n.*)?"),
            "a list for FFmpeg's concat demuxer without its first line: ffconcat version 1.0",
            Pattern.compile("(?s)version https://git-lfs\\.github\\.com/spec.*"),
            "a pointer of Git LFS: git lfs pull fetches the video itself");

    private final ByteBuffer bytes;
    private final Path file;

    private Beginning(ByteBuffer bytes, Path file) {
        this.bytes = bytes;
        this.file = file;
    }

    /** Reads anew: of a file here, of a URL once more from its server. Empty where that fails. */
    static Beginning of(Location location, NetworkWatch.Watch watch) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        if (location.path() == null) {
            fetch(location, watch, bytes);
        } else {
            try (FileChannel channel = FileChannel.open(location.path())) {
                while (bytes.hasRemaining() && channel.read(bytes) >= 0) { }
            } catch (IOException e) {
                bytes.clear();
            }
        }
        return new Beginning(bytes.flip(), location.path());
    }

    private static void fetch(Location location, NetworkWatch.Watch watch, ByteBuffer into) {
        AVIOContext input = new AVIOContext(null);
        watch.restart();
        if (avio_open2(input, location.address(), AVIO_FLAG_READ, watch.callback(), (AVDictionary) null) < 0) {
            return;
        }
        byte[] read = new byte[LENGTH];
        int count = avio_read(input, read, LENGTH);
        if (count > 0) {
            into.put(read, 0, count);
        }
        avio_closep(input);
    }

    /** {@return what the bytes are in place of a video, in words; null where they do not tell} */
    String reason() {
        String text = text();
        if (text != null) {
            return text;
        }
        String start = StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
        for (Map.Entry<String, String> kind : KINDS.entrySet()) {
            if (start.startsWith(kind.getKey())) {
                return "it is " + kind.getValue() + ", not a video";
            }
        }
        if (bytes.limit() > 0 && isZero()) {
            return "it begins with zeros only, as a copy does that was not finished";
        }
        return file != null && start.length() >= 8 && start.startsWith("ftyp", 4) && !hasIndex()
                ? "the file is cut off: it has no index of its frames (moov atom not found)" : null;
    }

    private boolean isZero() {
        for (int i = 0; i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** {@return that this is text, in words and of which kind where that is plain; null where it is none} */
    String text() {
        String text = bytes.limit() == 0 ? null : decoded();
        if (text == null) {
            return null;
        }
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (Map.Entry<Pattern, String> kind : TEXTS.entrySet()) {
            if (kind.getKey().matcher(content).matches()) {
                return TEXT + " (" + kind.getValue() + ")";
            }
        }
        return file != null && Location.extension(file).startsWith("m3u")
                ? TEXT + " (a list of names: give one of the files that it names)" : TEXT;
    }

    private String decoded() {
        if (bytes.limit() >= 2 && (bytes.getShort(0) == (short) 0xFEFF || bytes.getShort(0) == (short) 0xFFFE)) {
            return decoded(StandardCharsets.UTF_16, 1);
        }
        for (int i = 0; i < bytes.limit(); i++) {
            int b = bytes.get(i);
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
                return null;
            }
        }
        return decoded(StandardCharsets.UTF_8, 3);
    }

    /** Bytes of a character that the look ends inside of are left out. */
    private String decoded(Charset charset, int ofLast) {
        for (int cut = 0; cut <= ofLast && cut < bytes.limit(); cut++) {
            try {
                return charset.newDecoder().decode(bytes.duplicate().limit(bytes.limit() - cut)).toString();
            } catch (CharacterCodingException e) {
                // try without the last byte
            }
        }
        return null;
    }


    private boolean hasIndex() {
        try (FileChannel channel = FileChannel.open(file)) {
            return hasBox(channel, "moov");
        } catch (IOException e) {
            return true;        // not to be told
        }
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
            byte[] type = new byte[4];
            header.get(4, type);
            if (new String(type, StandardCharsets.ISO_8859_1).equals(wanted)) {
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
}
