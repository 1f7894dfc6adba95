package io.deltaframe.video.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_TIFF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_WEBP;

import java.nio.ByteBuffer;

/**
 * The orientation that a camera wrote into a picture, wherever its kind keeps it: JPEG's segment {@code APP1}, PNG's
 * chunk {@code eXIf}, WebP's chunk {@code EXIF}, TIFF's first directory. All of them hold the same small TIFF file,
 * whose tag 274 is a number from 1 to 8.
 */
public final class ExifOrientation {

    private static final int TAG = 274;
    private static final int EXIF_IN_JPEG = 0x45786966;     // "Exif"

    /** In the order of the numbers 1 to 8. */
    private static final Orientation[] MEANINGS = {
        Orientation.UPRIGHT, new Orientation(-1, 0, 0, 1), new Orientation(-1, 0, 0, -1), new Orientation(1, 0, 0, -1),
        new Orientation(0, 1, 1, 0), new Orientation(0, 1, -1, 0), new Orientation(0, -1, -1, 0),
        new Orientation(0, -1, 1, 0)};

    private ExifOrientation() { }

    /**
     * Looks for the orientation.
     *
     * @param codec FFmpeg's number of the picture's codec
     * @param file  the picture's whole file
     * @return upright where the picture says nothing, or nothing that has a meaning
     */
    public static Orientation of(int codec, byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        if (codec == AV_CODEC_ID_TIFF) {
            return inTiff(bytes);
        }
        return inTiff(codec == AV_CODEC_ID_MJPEG ? inJpeg(bytes)
                : codec == AV_CODEC_ID_PNG ? inPng(bytes) : codec == AV_CODEC_ID_WEBP ? inWebp(bytes) : null);
    }

    /** Segments: FF, type, two bytes of length that count themselves. The compressed rows come last. */
    private static ByteBuffer inJpeg(ByteBuffer b) {
        for (int at = 2; at + 4 <= b.limit() && b.get(at) == (byte) 0xFF && b.get(at + 1) != (byte) 0xDA;) {
            int length = b.getShort(at + 2) & 0xFFFF;
            if (b.get(at + 1) == (byte) 0xE1 && at + 10 <= b.limit() && b.getInt(at + 4) == EXIF_IN_JPEG) {
                return part(b, at + 10, length - 8);
            }
            at += 2 + length;
        }
        return null;
    }

    /** Chunks after eight bytes: four of length, four of type, the content, four of checksum. */
    private static ByteBuffer inPng(ByteBuffer b) {
        for (long at = 8; at + 12 <= b.limit();) {
            int length = b.getInt((int) at);
            if (length < 0) {
                return null;
            }
            if (b.getInt((int) at + 4) == 0x65584966) {     // eXIf
                return part(b, (int) at + 8, length);
            }
            at += 12L + length;
        }
        return null;
    }

    /** Chunks after twelve bytes: four of type, four of length (little-endian), the content, made even. */
    private static ByteBuffer inWebp(ByteBuffer b) {
        for (long at = 12; at + 8 <= b.limit();) {
            long length = Integer.reverseBytes(b.getInt((int) at + 4)) & 0xFFFF_FFFFL;
            if (b.getInt((int) at) == 0x45584946) {         // EXIF
                // Some writers put JPEG's head before it.
                boolean head = at + 14 <= b.limit() && b.getInt((int) at + 8) == EXIF_IN_JPEG;
                return part(b, (int) at + (head ? 14 : 8), length - (head ? 6 : 0));
            }
            at += 8 + length + (length & 1);
        }
        return null;
    }

    private static ByteBuffer part(ByteBuffer b, int from, long length) {
        if (from > b.limit() || length < 0) {
            return null;
        }
        return b.slice(from, (int) Math.min(length, b.limit() - from));
    }

    private static Orientation inTiff(ByteBuffer b) {
        int at = b == null ? -1 : TiffTags.find(b, TAG);
        int value = at < 0 ? 1 : TiffTags.number(b, at);
        return value >= 1 && value <= 8 ? MEANINGS[value - 1] : Orientation.UPRIGHT;
    }
}
