package io.deltaframe.video.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_BMP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PGM;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PPM;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_TIFF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_WEBP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_new_side_data;

import io.deltaframe.video.demux.ExifOrientation;
import io.deltaframe.video.demux.Orientation;
import io.deltaframe.video.demux.TiffTags;
import java.nio.ByteBuffer;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/** What has to be known of a picture's file besides what FFmpeg's decoder makes of it. */
final class StillPicture {

    private static final int TIFF_COMPRESSION = 259;
    /** Tags that say how pixels are stored. */
    private static final Set<Integer> TIFF_PIXELS = Set.of(254, 256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 284,
            292, 293, 317, 320, 322, 323, 324, 325, 530, 532);
    private static final int UNCOMPRESSED = 1;
    private static final int OLD_JPEG = 6;
    private static final int JPEG = 7;

    /** What is said of a WebP with several pictures. */
    static final String ANIMATED = "animated WebP is not decoded (FFmpeg has no decoder for it); convert it to a video,"
            + " or to a folder of pictures";
    private static final int EXTENDED_WEBP = 0x56503858;
    private static final int ANIMATION = 2;

    private StillPicture() { }

    /** {@return FFmpeg's number of the codec of a picture, by its first bytes} */
    static int codecOf(byte[] b) {
        if (b.length < 12) {
            return AV_CODEC_ID_NONE;
        }
        int first = (b[0] & 0xFF) << 24 | (b[1] & 0xFF) << 16 | (b[2] & 0xFF) << 8 | b[3] & 0xFF;
        return switch (first) {
            case 0x89504E47 -> AV_CODEC_ID_PNG;
            case 0x49492A00, 0x4D4D002A -> AV_CODEC_ID_TIFF;
            case 0x52494646 -> b[8] == 'W' && b[9] == 'E' && b[10] == 'B' && b[11] == 'P'
                    ? AV_CODEC_ID_WEBP : AV_CODEC_ID_NONE;
            default -> switch (first >>> 16) {
                case 0xFFD8 -> AV_CODEC_ID_MJPEG;
                case 0x424D -> AV_CODEC_ID_BMP;
                case 0x5033, 0x5036 -> AV_CODEC_ID_PPM;
                case 0x5032, 0x5035 -> AV_CODEC_ID_PGM;
                default -> AV_CODEC_ID_NONE;
            };
        };
    }

    /**
     * {@return why FFmpeg's decoder makes nothing of a picture though it says that it does; else null} It gives black
     * for TIFF with JPEG inside, and nothing for an animated WebP.
     */
    static String notDecoded(int codec, byte[] file) {
        if (isAnimated(codec, file)) {
            return ANIMATED;
        }
        if (codec != AV_CODEC_ID_TIFF) {
            return null;
        }
        int compression = TiffTags.number(file, TIFF_COMPRESSION, UNCOMPRESSED);
        return compression == OLD_JPEG || compression == JPEG
                ? "TIFF with JPEG compression is not decoded; JPEG, or TIFF without or with LZW compression, is" : null;
    }

    /** {@return whether a picture is a WebP whose header announces an animation} */
    static boolean isAnimated(int codec, byte[] file) {
        return codec == AV_CODEC_ID_WEBP && file.length > 20 && ByteBuffer.wrap(file).getInt(12) == EXTENDED_WEBP
                && (file[20] & ANIMATION) != 0;
    }

    /**
     * {@return the picture without what is not needed for decoding it strictly} FFmpeg's strict decoder for TIFF takes
     * a tag that it does not know for a fault. Of other kinds the file itself.
     */
    static byte[] plain(int codec, byte[] file) {
        return codec == AV_CODEC_ID_TIFF ? TiffTags.only(TIFF_PIXELS, file) : file;
    }

    /**
     * A JPEG must have its end marker: FFmpeg decodes one that was cut off without a word. Cameras may append data of
     * their own, so the marker is looked for everywhere after the start of the compressed rows, where it cannot be
     * anything else.
     */
    static boolean cutOff(int codec, byte[] b) {
        if (codec != AV_CODEC_ID_MJPEG) {
            return false;
        }
        for (int i = 2; i + 3 < b.length && b[i] == (byte) 0xFF; i += 2 + ((b[i + 2] & 0xFF) << 8 | b[i + 3] & 0xFF)) {
            if (b[i + 1] == (byte) 0xDA) {
                for (int k = i + 2; k + 1 < b.length; k++) {
                    if (b[k] == (byte) 0xFF && b[k + 1] == (byte) 0xD9) {
                        return false;
                    }
                }
                return true;
            }
        }
        return false;
    }

    /** {@return whether a packet of this codec is a picture's file that FFmpeg's decoder does not know all of} */
    static boolean isToBeLookedAt(int codec) {
        return codec == AV_CODEC_ID_PNG || codec == AV_CODEC_ID_WEBP || codec == AV_CODEC_ID_TIFF;
    }

    /**
     * Gives a packet the orientation that its picture has, as FFmpeg's own decoder for JPEG does, and those of the
     * other kinds do not.
     */
    static void orient(int codec, AVPacket packet, byte[] file) {
        Orientation orientation = ExifOrientation.of(codec, file);
        if (orientation.equals(Orientation.UPRIGHT)) {
            return;
        }
        int[] matrix = orientation.matrix();
        BytePointer data = av_packet_new_side_data(packet, AV_PKT_DATA_DISPLAYMATRIX,
                (long) matrix.length * Integer.BYTES);
        if (data != null) {
            new IntPointer(data).put(matrix, 0, matrix.length);
        }
    }
}
