package io.deltaframe.tdn.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Writes zip files of stored entries as PyTorch does, with zip64 records throughout on request. */
final class ZipWriter {

    private record Entry(byte[] name, long header, long size, int checksum) { }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Entry> entries = new ArrayList<>();
    private final boolean zip64;

    private boolean checksums;

    ZipWriter(boolean zip64) {
        this.zip64 = zip64;
    }

    /** Writes checksums too, which are left out otherwise. */
    ZipWriter withChecksums() {
        checksums = true;
        return this;
    }

    /** A checkpoint: the pickle, the byte order and {@code data/0}, {@code data/1}, … */
    static byte[] torch(byte[] pickle, byte[]... storages) {
        return torch(new ZipWriter(false), pickle, storages).bytes();
    }

    static ZipWriter torch(ZipWriter zip, byte[] pickle, byte[]... storages) {
        zip.add("archive/data.pkl", pickle).add("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < storages.length; i++) {
            zip.add("archive/data/" + i, storages[i]);
        }
        return zip.add("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }

    ZipWriter add(String name, byte[] content) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(content);
        entries.add(new Entry(utf8, out.size(), content.length, checksums ? (int) crc.getValue() : 0));
        int padding = -(out.size() + 30 + utf8.length + 4) & 63;
        ByteBuffer header = buffer(30).putInt(0x04034B50).putShort((short) 0).putShort((short) 0x0800);
        header.putInt(18, content.length).putInt(22, content.length).putShort(26, (short) utf8.length)
                .putShort(28, (short) (4 + padding));
        write(header);
        out.writeBytes(utf8);
        write(buffer(4).putShort((short) 0x4246).putShort((short) padding));
        out.writeBytes(new byte[padding]);
        out.writeBytes(content);
        return this;
    }

    byte[] bytes() {
        int start = out.size();
        for (Entry entry : entries) {
            ByteBuffer central = buffer(46).putInt(0, 0x02014B50).putShort(8, (short) 0x0800)
                    .putInt(16, entry.checksum).putShort(28, (short) entry.name.length);
            if (zip64) {
                central.putInt(20, -1).putInt(24, -1).putShort(30, (short) 28).putInt(42, -1);
            } else {
                central.putInt(20, (int) entry.size).putInt(24, (int) entry.size).putInt(42, (int) entry.header);
            }
            write(central);
            out.writeBytes(entry.name);
            if (zip64) {
                write(buffer(28).putShort((short) 1).putShort((short) 24).putLong(entry.size).putLong(entry.size)
                        .putLong(entry.header));
            }
        }
        int size = out.size() - start;
        if (zip64) {
            int end = out.size();
            write(buffer(56).putInt(0, 0x06064B50).putLong(4, 44).putLong(24, entries.size()).putLong(32,
                    entries.size())
                    .putLong(40, size).putLong(48, start));
            write(buffer(20).putInt(0x07064B50).putInt(0).putLong(end).putInt(1));
            write(buffer(22).putInt(0, 0x06054B50).putShort(8, (short) -1).putShort(10, (short) -1).putInt(12,
                    -1).putInt(16, -1));
        } else {
            write(buffer(22).putInt(0, 0x06054B50).putShort(8, (short) entries.size()).putShort(10,
                    (short) entries.size())
                    .putInt(12, size).putInt(16, start));
        }
        return out.toByteArray();
    }

    private void write(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        out.writeBytes(bytes);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
