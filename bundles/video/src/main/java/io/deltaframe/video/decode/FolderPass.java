package io.deltaframe.video.decode;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_BMP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PGM;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PPM;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_TIFF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_WEBP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import io.deltaframe.api.video.VideoException;
import io.deltaframe.video.demux.Location;
import io.deltaframe.video.demux.Orientation;
import io.deltaframe.video.demux.PictureSeries;
import io.deltaframe.video.natives.FfmpegError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A pass over the pictures of a folder: every file goes whole to the decoder of its kind, told by its first bytes and
 * not its name. A picture that cannot be decoded is left out, like a damaged frame of a film, and named in the
 * warnings. Without a frame rate, times are those FFmpeg gives pictures: 25 a second.
 */
final class FolderPass implements PicturePass {

    private static final long MICROS_PER_PICTURE = 40_000;
    private static final int NAMED_IN_WARNINGS = 5;
    private static final int MAX_FILE_BYTES = 1 << 29;

    private final Location location;
    private final PictureSeries series;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final List<String> failures = new ArrayList<>();
    private AVCodecContext decoder;
    private int failed;
    private int damaged;
    private int position;
    private int decoded;
    private boolean cutOff;
    private boolean closed;

    FolderPass(Location location, PictureSeries series) {
        this.location = location;
        this.series = series;
    }

    @Override
    public AVFrame next() throws VideoException {
        while (position < series.files().size()) {
            Path file = series.files().get(position++);
            String reason = decode(file);
            if (reason == null) {
                decoded++;
                if (cutOff || (frame.flags() & AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0) {
                    damaged++;
                }
                return frame;
            }
            if (failed++ < NAMED_IN_WARNINGS) {
                failures.add(file.getFileName() + " (" + reason + ")");
            }
        }
        return null;
    }

    /**
     * A JPEG must have its end marker: FFmpeg decodes one that was cut off without a word. Cameras may append data of
     * their own, so the marker is looked for everywhere after the start of the compressed rows, where it cannot be
     * anything else.
     */
    private static boolean cutOff(int codec, byte[] b) {
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

    /** {@return null, or why the picture cannot be decoded} */
    private String decode(Path file) throws VideoException {
        byte[] bytes;
        try {
            long size = Files.size(file);
            if (size == 0 || size > MAX_FILE_BYTES) {
                return size == 0 ? "empty" : size + " bytes are too many for a picture";
            }
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw location.failure("picture " + file.getFileName() + " cannot be read: " + e.getMessage(), e);
        }
        int codec = codecOf(bytes);
        if (codec == AV_CODEC_ID_NONE) {
            return "not a picture of a kind that is known";
        }
        prepare(codec);
        cutOff = cutOff(codec, bytes);
        int code = av_new_packet(packet, bytes.length);
        if (code < 0) {
            throw location.failure("no memory for picture " + file.getFileName() + ": " + FfmpegError.text(code));
        }
        packet.data().put(bytes, 0, bytes.length);
        packet.flags(AV_PKT_FLAG_KEY);      // else the PNG decoder adds it to the picture before
        code = avcodec_send_packet(decoder, packet);
        av_packet_unref(packet);
        if (code >= 0) {
            code = avcodec_receive_frame(decoder, frame);
        }
        if (code == AVERROR_EAGAIN()) {
            avcodec_send_packet(decoder, null);
            code = avcodec_receive_frame(decoder, frame);
            avcodec_flush_buffers(decoder);
        }
        return code < 0 ? FfmpegError.text(code) : null;
    }

    private void prepare(int codecId) throws VideoException {
        if (decoder != null && decoder.codec_id() == codecId) {
            return;
        }
        freeDecoder();
        AVCodec codec = avcodec_find_decoder(codecId);
        decoder = codec == null ? null : avcodec_alloc_context3(codec);
        if (decoder == null) {
            throw location.failure("no decoder for codec " + avcodec_get_name(codecId).getString());
        }
        decoder.thread_count(1);
        decoder.max_pixels(RgbConverter.MAX_PIXELS);
        int code = avcodec_open2(decoder, codec, (AVDictionary) null);
        if (code < 0) {
            freeDecoder();
            throw location.failure("the decoder for codec " + avcodec_get_name(codecId).getString()
                    + " does not start: " + FfmpegError.text(code));
        }
    }

    private static int codecOf(byte[] b) {
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

    /** {@return FFmpeg's name of the codec of the picture {@link #next} gave last} */
    String codec() {
        return avcodec_get_name(decoder.codec_id()).getString();
    }

    @Override
    public long timestampMicros() {
        return (decoded - 1) * MICROS_PER_PICTURE;
    }

    @Override
    public Orientation orientation() {
        return ContainerPass.orientation(frame);
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!series.gaps().isEmpty()) {
            warnings.add(series.gaps());
        }
        if (failed > 0) {
            warnings.add(failed + (failed == 1 ? " picture" : " pictures") + " could not be decoded: "
                    + String.join(", ", failures) + (failed > NAMED_IN_WARNINGS ? ", ..." : ""));
        }
        if (damaged > 0) {
            warnings.add(damaged + (damaged == 1 ? " picture was" : " pictures were")
                    + " decoded from damaged data, the faults concealed");
        }
        return warnings;
    }

    private void freeDecoder() {
        if (decoder != null) {
            avcodec_free_context(decoder);
            decoder = null;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            freeDecoder();
            av_frame_free(frame);
            av_packet_free(packet);
        }
    }
}
