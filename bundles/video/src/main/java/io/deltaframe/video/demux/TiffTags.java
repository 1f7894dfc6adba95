package io.deltaframe.video.demux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * The first directory of a TIFF file: entries of 12 bytes, each tag, type, number of values, and the value or where it
 * lies.
 */
public final class TiffTags {

    private static final int SHORT = 3;
    private static final int LONG = 4;

    private TiffTags() { }

    /** {@return where the entry of a tag starts; negative where there is none, or it lies outside} */
    static int find(ByteBuffer file, int tag) {
        if (file.limit() < 8) {
            return -1;
        }
        ByteOrder order = order(file);
        if (order == null) {
            return -1;
        }
        ByteBuffer b = file.duplicate().order(order);
        long directory = b.getInt(4) & 0xFFFF_FFFFL;
        if (directory + 2 > b.limit()) {
            return -1;
        }
        int entries = b.getShort((int) directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            long at = directory + 2 + 12L * i;
            if (at + 12 > b.limit()) {
                return -1;
            }
            if ((b.getShort((int) at) & 0xFFFF) == tag) {
                return (int) at;
            }
        }
        return -1;
    }

    /** {@return the number in an entry, -1 where it holds none} */
    static int number(ByteBuffer file, int entry) {
        ByteBuffer b = file.duplicate().order(order(file));
        return switch (b.getShort(entry + 2)) {
            case SHORT -> b.getShort(entry + 8) & 0xFFFF;
            case LONG -> b.getInt(entry + 8);
            default -> -1;
        };
    }

    /**
     * {@return the number that a tag has}
     *
     * @param file the whole file
     * @param none what to return where the tag is not there
     */
    public static int number(byte[] file, int tag, int none) {
        ByteBuffer b = ByteBuffer.wrap(file);
        int entry = find(b, tag);
        return entry < 0 ? none : number(b, entry);
    }

    /**
     * {@return a copy of a file whose first directory has no other entries; what they refer to stays where it is}
     *
     * @param tags what is kept
     * @param file the whole file
     */
    public static byte[] only(Set<Integer> tags, byte[] file) {
        byte[] copy = file.clone();
        ByteBuffer b = ByteBuffer.wrap(copy);
        if (b.limit() < 8 || order(b) == null) {
            return copy;
        }
        b.order(order(b));
        long directory = b.getInt(4) & 0xFFFF_FFFFL;
        int entries = directory + 2 > b.limit() ? 0 : b.getShort((int) directory) & 0xFFFF;
        int kept = 0;
        for (int i = 0; i < entries && directory + 2 + 12L * (i + 1) <= b.limit(); i++) {
            int at = (int) directory + 2 + 12 * i;
            if (tags.contains(b.getShort(at) & 0xFFFF)) {
                System.arraycopy(file, at, copy, (int) directory + 2 + 12 * kept++, 12);
            }
        }
        if (entries > 0) {
            b.putShort((int) directory, (short) kept);
        }
        return copy;
    }

    private static ByteOrder order(ByteBuffer file) {
        return switch (file.getShort(0)) {
            case 0x4949 -> ByteOrder.LITTLE_ENDIAN;
            case 0x4D4D -> ByteOrder.BIG_ENDIAN;
            default -> null;
        };
    }
}
