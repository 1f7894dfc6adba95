package io.deltaframe.video.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** Why the streams of a container that opens give no pictures. */
final class StreamDiagnosis {

    static final String ENCRYPTED = "it is encrypted (copy protection); a copy without it is needed";

    /** What takes the codec's place where ISO files are encrypted: Common Encryption, and FairPlay's. */
    private static final Set<String> ENCRYPTED_TAGS = Set.of("encv", "drmi");
    /** How Matroska's demuxer says that a track is encrypted. */
    private static final String MATROSKA_KEY = "enc_key_id";

    private StreamDiagnosis() { }

    /** {@return whether a stream is the cover picture of a sound file} */
    static boolean isCover(AVStream stream) {
        return (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
    }

    /** {@return what there is in place of a video stream, in words that follow "no video stream"} */
    static String instead(AVFormatContext context, boolean cover) {
        for (int i = 0; i < context.nb_streams(); i++) {
            AVCodecParameters parameters = context.streams(i).codecpar();
            if (parameters.codec_type() == AVMEDIA_TYPE_AUDIO) {
                return cover ? ", only sound and a cover picture"
                        : ", only sound (" + avcodec_get_name(parameters.codec_id()).getString() + ")";
            }
        }
        return "";
    }

    /** {@return why the video stream cannot be decoded; null where nothing is known against it} */
    static String undecodable(AVFormatContext context, AVStream stream, Location location) {
        int codec = stream.codecpar().codec_id();
        String tag = fourcc(stream.codecpar().codec_tag());
        if (ENCRYPTED_TAGS.contains(tag)) {
            return ENCRYPTED;
        }
        if (av_dict_get(stream.metadata(), MATROSKA_KEY, null, 0) != null) {
            return ENCRYPTED;
        }
        if (location.path() != null && context.iformat().name().getString().equals("mpegts")
                && Scrambling.of(location.path())) {
            return ENCRYPTED;
        }
        if (codec == AV_CODEC_ID_NONE) {
            return "unknown codec" + (tag.isEmpty() ? "" : " " + tag) + ": no decoder here knows it";
        }
        return avcodec_find_decoder(codec) != null ? null
                : "no decoder for codec " + avcodec_get_name(codec).getString();
    }

    /** {@return a container's four letters for a codec, in hexadecimal where they are none; empty for none} */
    private static String fourcc(int tag) {
        if (tag == 0) {
            return "";
        }
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(tag).array();
        for (byte b : bytes) {
            if (b < ' ' || b > '~') {
                return "0x" + HexFormat.of().withUpperCase().toHexDigits(tag);
            }
        }
        return new String(bytes, StandardCharsets.US_ASCII).strip();
    }
}
