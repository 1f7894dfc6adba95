package io.deltaframe.tdn.checkpoint.torch;

import static io.deltaframe.tdn.checkpoint.file.CheckpointFile.quote;

import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.checkpoint.file.CheckpointFile;
import io.deltaframe.tdn.checkpoint.file.SequentialInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The entries of a zip file, read from its central directory, with zip64. PyTorch stores entries uncompressed, so that
 * an entry is a range of the file; compressed ones are refused when they are asked for.
 */
final class ZipDirectory {

    private static final int LOCAL = 0x04034B50;
    private static final int CENTRAL = 0x02014B50;
    private static final int END = 0x06054B50;
    private static final int END64 = 0x06064B50;
    private static final int LOCATOR64 = 0x07064B50;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;
    private static final int LOCATOR64_BYTES = 20;
    private static final int END64_BYTES = 56;
    private static final int MAX_ENTRIES = 200_000;
    private static final long MAX_DIRECTORY_BYTES = 1 << 26;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final long U32_MAX = 0xFFFF_FFFFL;

    /** A range of the file. */
    record Range(long position, long size) { }

    private record Entry(String name, int nameBytes, int flags, int method, int checksum, long compressed, long size,
                         long header) { }

    private final CheckpointFile file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    /** Where the entry's successor begins, or the central directory; by position of the local header. */
    private final Map<Long, Long> limits = new LinkedHashMap<>();

    private ZipDirectory(CheckpointFile file) {
        this.file = file;
    }

    static ZipDirectory read(CheckpointFile file) throws CheckpointException {
        ZipDirectory directory = new ZipDirectory(file);
        directory.read();
        return directory;
    }

    Set<String> names() {
        return entries.keySet();
    }

    int size() {
        return entries.size();
    }

    boolean contains(String name) {
        return entries.containsKey(name);
    }

    /** Where the content of an entry lies. */
    Range range(String name) throws CheckpointException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw file.error("expected an entry " + quote(name) + " in the zip file, found none");
        }
        if ((entry.flags & 1) != 0) {
            throw file.error("entry " + quote(name) + " is encrypted, expected plain content");
        }
        if (entry.method != 0 || entry.compressed != entry.size) {
            throw file.error("entry " + quote(name)
                    + ": expected stored content (method 0) as PyTorch writes it, found method "
                    + entry.method + " with " + entry.compressed + " bytes for " + entry.size
                    + ": packed again by another program; unpack it and pack it with 'zip -0'");
        }
        ByteBuffer header = read(entry.header, LOCAL_BYTES, "the local header of " + quote(name));
        int nameBytes = header.getShort(26) & 0xFFFF;
        if (header.getInt(0) != LOCAL || (header.getShort(8) & 0xFFFF) != entry.method || nameBytes != entry.nameBytes
                || !text(read(entry.header + LOCAL_BYTES, nameBytes, "the local name of " + quote(name)))
                        .equals(name)) {
            throw file.error("entry " + quote(name) + ": expected its local header at " + entry.header
                    + ", found another one");
        }
        long position = entry.header + LOCAL_BYTES + nameBytes + (header.getShort(28) & 0xFFFF);
        long limit = limits.get(entry.header);
        if (position > limit || entry.size > limit - position) {
            throw file.error("entry " + quote(name) + ": " + entry.size + " bytes at " + position
                    + " reach into what follows at " + limit);
        }
        return new Range(position, entry.size);
    }

    /**
     * Compares the content of some entries with their CRC-32. PyTorch can be told to leave checksums out, which are
     * then zero; where no entry has its own, they mean nothing. Where some have, the others were damaged or written
     * over.
     *
     * @param names of the entries
     */
    void verify(Collection<String> names) throws CheckpointException {
        int right = 0;
        List<String> wrong = new ArrayList<>();
        for (String name : names) {
            Entry entry = entries.get(name);
            if (entry.size == 0 || entry.checksum == 0) {
                continue;
            }
            if (checksum(range(entry.name), quote(entry.name)) == entry.checksum) {
                right++;
            } else {
                wrong.add(entry.name);
            }
        }
        if (right > 0 && !wrong.isEmpty()) {
            throw file.error("entry " + quote(wrong.getFirst()) + ": expected content of the checksum that the file "
                    + "has for it, found other content there and in " + (wrong.size() - 1) + " more of "
                    + (right + wrong.size()) + " entries: damaged, or written over in part; copy or download it again");
        }
    }

    private int checksum(Range range, String what) throws CheckpointException {
        CRC32 crc = new CRC32();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(range.size(), CHUNK_BYTES));
        for (long done = 0; done < range.size(); done += buffer.limit()) {
            buffer.clear().limit((int) Math.min(CHUNK_BYTES, range.size() - done));
            file.read(range.position() + done, buffer, what);
            crc.update(buffer.flip());
        }
        return (int) crc.getValue();
    }

    private void read() throws CheckpointException {
        long end = findEnd();
        ByteBuffer record = read(end, END_BYTES, "the end of the central directory");
        long count = record.getShort(10) & 0xFFFF;
        long size = record.getInt(12) & U32_MAX;
        long start = record.getInt(16) & U32_MAX;
        long limit = end;
        if (count == 0xFFFF || size == U32_MAX || start == U32_MAX) {
            ByteBuffer locator = read(end - LOCATOR64_BYTES, LOCATOR64_BYTES, "the zip64 locator");
            if (locator.getInt(0) != LOCATOR64) {
                throw file.error("expected a zip64 locator before the end of the central directory, found none");
            }
            limit = locator.getLong(8);
            ByteBuffer record64 = read(limit, END64_BYTES, "the zip64 end of the central directory");
            if (record64.getInt(0) != END64) {
                throw file.error("expected the zip64 end of the central directory at " + limit
                        + ", found something else");
            }
            count = record64.getLong(32);
            size = record64.getLong(40);
            start = record64.getLong(48);
        }
        if (count < 0 || count > MAX_ENTRIES || size < 0 || size > MAX_DIRECTORY_BYTES || start < 0
                || start > limit - size) {
            throw file.error("expected a central directory of at most " + MAX_ENTRIES + " entries and "
                    + MAX_DIRECTORY_BYTES
                    + " bytes before " + limit + ", found " + count + " entries, " + size + " bytes at " + start);
        }
        SequentialInput input = new SequentialInput(file, "the central directory", start, start + size);
        List<Entry> inOrder = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            Entry entry = entry(input);
            if (entries.putIfAbsent(entry.name, entry) != null) {
                throw file.error("entry " + quote(entry.name) + " occurs twice");
            }
            inOrder.add(entry);
        }
        inOrder.sort(Comparator.comparingLong(Entry::header));
        for (int i = 0; i < inOrder.size(); i++) {
            Entry entry = inOrder.get(i);
            long next = i + 1 < inOrder.size() ? inOrder.get(i + 1).header : start;
            long content = entry.header + LOCAL_BYTES + entry.nameBytes;
            if (content > next || entry.compressed > next - content) {
                throw file.error("entry " + quote(entry.name) + ": " + entry.compressed + " bytes behind the header at "
                        + entry.header + " reach into what follows at " + next);
            }
            limits.put(entry.header, next);
        }
    }

    private Entry entry(SequentialInput input) throws CheckpointException {
        long at = input.position();
        ByteBuffer fixed = ByteBuffer.wrap(input.bytes(CENTRAL_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        if (fixed.getInt(0) != CENTRAL) {
            throw file.error("expected an entry of the central directory at " + at + ", found something else");
        }
        int nameBytes = fixed.getShort(28) & 0xFFFF;
        int extraBytes = fixed.getShort(30) & 0xFFFF;
        String name = text(ByteBuffer.wrap(input.bytes(nameBytes)));
        ByteBuffer extra = ByteBuffer.wrap(input.bytes(extraBytes)).order(ByteOrder.LITTLE_ENDIAN);
        input.skip(fixed.getShort(32) & 0xFFFF);
        // In the order in which zip64 lists those that do not fit into 32 bits: size, compressed size, header
        long[] numbers = {fixed.getInt(24) & U32_MAX, fixed.getInt(20) & U32_MAX, fixed.getInt(42) & U32_MAX};
        widen(numbers, extra, name);
        if (numbers[1] < 0 || numbers[1] > file.size() || numbers[2] < 0 || numbers[2] > file.size()) {
            throw file.error("entry " + quote(name) + ": expected content within " + file.size() + " bytes, found "
                    + numbers[1] + " bytes at " + numbers[2]);
        }
        return new Entry(name, nameBytes, fixed.getShort(8) & 0xFFFF, fixed.getShort(10) & 0xFFFF, fixed.getInt(16),
                numbers[1], numbers[0], numbers[2]);
    }

    private void widen(long[] numbers, ByteBuffer extra, String name) throws CheckpointException {
        while (extra.remaining() >= 4) {
            int tag = extra.getShort() & 0xFFFF;
            int length = extra.getShort() & 0xFFFF;
            if (length > extra.remaining()) {
                break; // padding that is no field; archivers write such
            }
            int next = extra.position() + length;
            if (tag == 1) {
                for (int i = 0; i < numbers.length; i++) {
                    if (numbers[i] == U32_MAX) {
                        if (next - extra.position() < 8) {
                            throw file.error("entry " + quote(name) + ": its zip64 field is cut short");
                        }
                        numbers[i] = extra.getLong();
                    }
                }
            }
            extra.position(next);
        }
    }

    /** The end record stands at the very end, before a comment whose length it knows. */
    private long findEnd() throws CheckpointException {
        int tail = (int) Math.min(file.size(), END_BYTES + 0xFFFF);
        ByteBuffer bytes = read(file.size() - tail, tail, "the end of the zip file");
        for (int i = tail - END_BYTES; i >= 0; i--) {
            if (bytes.getInt(i) == END && (bytes.getShort(i + 20) & 0xFFFF) == tail - END_BYTES - i) {
                return file.size() - tail + i;
            }
        }
        // Bytes behind the archive, as other readers put up with them: the record must fit what stands before it
        for (int i = tail - END_BYTES; i >= 0; i--) {
            if (bytes.getInt(i) == END && isDirectory(file.size() - tail + i, bytes.getInt(i + 12) & U32_MAX,
                    bytes.getInt(i + 16) & U32_MAX)) {
                return file.size() - tail + i;
            }
        }
        throw file.error("expected a zip file's central directory at its end, found none: the file is incomplete after "
                + file.size() + " bytes, copy or download it again");
    }

    /** {@return whether a central directory of this size and start can end where its end record stands} */
    private boolean isDirectory(long end, long size, long start) throws CheckpointException {
        if (size == U32_MAX || start == U32_MAX) {
            return end >= LOCATOR64_BYTES
                    && read(end - LOCATOR64_BYTES, 4, "the zip64 locator").getInt(0) == LOCATOR64;
        }
        return size >= CENTRAL_BYTES && start <= end - size
                && read(start, 4, "the central directory").getInt(0) == CENTRAL;
    }

    private ByteBuffer read(long position, int bytes, String what) throws CheckpointException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.read(position, buffer, what);
        return buffer.flip();
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }
}
