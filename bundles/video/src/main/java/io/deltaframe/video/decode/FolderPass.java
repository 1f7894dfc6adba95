package io.deltaframe.video.decode;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_BUFFER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
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
import static org.bytedeco.ffmpeg.global.avutil.av_image_get_linesize;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import io.deltaframe.api.video.VideoException;
import io.deltaframe.video.demux.ExifOrientation;
import io.deltaframe.video.demux.Location;
import io.deltaframe.video.demux.Orientation;
import io.deltaframe.video.demux.PictureSeries;
import io.deltaframe.video.natives.FfmpegError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A pass over the pictures of a folder: every file goes whole to the decoder of its kind, told by its first bytes and
 * not its name. A picture that cannot be decoded is left out, like a damaged frame of a film, and named in the
 * warnings; one of which a part can is kept, and named too. Without a frame rate, times are those FFmpeg gives
 * pictures: 25 a second.
 */
final class FolderPass implements PicturePass {

    private static final long MICROS_PER_PICTURE = 40_000;
    private static final int NAMED_IN_WARNINGS = 5;
    private static final int MAX_FILE_BYTES = 1 << 29;

    /** Any fault is an error. */
    private static final int STRICT = AV_EF_CRCCHECK | AV_EF_BITSTREAM | AV_EF_BUFFER | AV_EF_EXPLODE;

    private final Location location;
    private final PictureSeries series;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    /** Names by reason. */
    private final Map<String, List<String>> failures = new LinkedHashMap<>();
    private final List<String> damages = new ArrayList<>();
    private Orientation orientation = Orientation.UPRIGHT;
    private AVCodecContext decoder;
    private String size;
    private final List<String> resizes = new ArrayList<>();
    private int resized;
    private int failed;
    private int damaged;
    private int position;
    private int decoded;
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
                noteSize(file);
                return frame;
            }
            if (failed++ < NAMED_IN_WARNINGS) {
                failures.computeIfAbsent(reason, r -> new ArrayList<>()).add(file.getFileName().toString());
            }
        }
        return null;
    }

    private void noteSize(Path file) {
        boolean swap = orientation.swapsSides();
        String found = (swap ? frame.height() : frame.width()) + "x" + (swap ? frame.width() : frame.height());
        if (size == null) {
            size = found;
        } else if (!size.equals(found) && resized++ < NAMED_IN_WARNINGS) {
            resizes.add(file.getFileName() + " (" + found + ")");
        }
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
        int codec = StillPicture.codecOf(bytes);
        if (codec == AV_CODEC_ID_NONE) {
            return "not a picture of a kind that is known";
        }
        String reason = StillPicture.notDecoded(codec, bytes);
        if (reason != null) {
            return reason;
        }
        prepare(codec);
        orientation = ExifOrientation.of(codec, bytes);
        byte[] plain = StillPicture.plain(codec, bytes);
        int strict = decode(file, plain, STRICT);
        if (strict >= 0 && plain == bytes) {
            noteDamage(file, StillPicture.cutOff(codec, bytes));
            return null;
        }
        // What fails strictly may still show something, as a picture does of which the end is missing.
        int lenient = decode(file, bytes, 0);
        if (lenient < 0 || strict < 0 && isPlain()) {
            return FfmpegError.text(lenient < 0 ? lenient : strict);
        }
        noteDamage(file, strict < 0);
        return null;
    }

    private void noteDamage(Path file, boolean known) {
        if ((known || (frame.flags() & AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0)
                && damaged++ < NAMED_IN_WARNINGS) {
            damages.add(file.getFileName().toString());
        }
    }

    /** {@return a negative code where FFmpeg cannot decode the picture} */
    private int decode(Path file, byte[] bytes, int errorRecognition) throws VideoException {
        int code = av_new_packet(packet, bytes.length);
        if (code < 0) {
            throw location.failure("no memory for picture " + file.getFileName() + ": " + FfmpegError.text(code));
        }
        packet.data().put(bytes, 0, bytes.length);
        packet.flags(AV_PKT_FLAG_KEY);      // else the PNG decoder adds it to the picture before
        decoder.err_recognition(errorRecognition);
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
        return code;
    }

    /** {@return whether the picture is of one value all over, as where nothing of it could be decoded} */
    private boolean isPlain() {
        byte[] row = new byte[Math.max(1, av_image_get_linesize(frame.format(), frame.width(), 0))];
        byte value = frame.data(0).get();
        for (int y = 0; y < frame.height(); y++) {
            frame.data(0).position((long) y * frame.linesize(0)).get(row);
            for (byte b : row) {
                if (b != value) {
                    return false;
                }
            }
        }
        return true;
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
        return orientation;
    }

    /** {@return names and reasons of pictures that could not be decoded} */
    String failures() {
        return failures.entrySet().stream()
                .map(reason -> String.join(", ", reason.getValue()) + " (" + reason.getKey() + ")")
                .collect(Collectors.joining(", ")) + (failed > NAMED_IN_WARNINGS ? ", ..." : "");
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!series.gaps().isEmpty()) {
            warnings.add(series.gaps());
        }
        if (!series.others().isEmpty()) {
            warnings.add(series.others());
        }
        if (resized > 0) {
            warnings.add(resized + (resized == 1 ? " picture has" : " pictures have") + " another size than the first ("
                    + size + "): " + String.join(", ", resizes) + (resized > NAMED_IN_WARNINGS ? ", ..." : ""));
        }
        if (failed > 0) {
            warnings.add(failed + (failed == 1 ? " picture" : " pictures") + " could not be decoded: " + failures());
        }
        if (damaged > 0) {
            warnings.add(damaged + (damaged == 1 ? " picture was" : " pictures were")
                    + " decoded from damaged data, the faults concealed: " + String.join(", ", damages)
                    + (damaged > NAMED_IN_WARNINGS ? ", ..." : ""));
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
