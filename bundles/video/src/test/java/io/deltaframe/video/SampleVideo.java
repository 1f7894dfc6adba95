package io.deltaframe.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_new;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import io.deltaframe.api.Frame;
import io.deltaframe.video.natives.FfmpegError;
import java.nio.file.Path;
import java.util.function.IntToLongFunction;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Videos made for a test, by FFmpeg's encoders and muxers directly. Unless told otherwise a frame is grey all over, its
 * luma telling its number, with a dark corner at the top left.
 */
final class SampleVideo {

    /** Fills one frame in the pixel format of the video. */
    interface Painter {
        void paint(int number, AVFrame frame);
    }

    static final int WIDTH = 64;
    static final int HEIGHT = 48;
    /** Numbers up to this fit into luma with room between them for what lossy codecs do. */
    static final int MAX_FRAMES = 60;

    private final String codec;
    private final String format;
    int width = WIDTH;
    int height = HEIGHT;
    int pixelFormat = AV_PIX_FMT_YUV420P;
    int frames = 40;
    int bFrames;
    int colorSpace = 2;
    int colorRange;
    int[] displayMatrix;
    String muxerOptions = "";
    Painter painter = SampleVideo::paintNumber;
    IntToLongFunction millis = number -> 40L * number;

    SampleVideo(String codec, String format) {
        this.codec = codec;
        this.format = format;
    }

    private static int luma(int number) {
        return 40 + 3 * number;
    }

    static void paintNumber(int number, AVFrame frame) {
        for (int plane = 0; plane < 3; plane++) {
            int shift = plane == 0 ? 0 : 1;     // 4:2:0
            for (int y = 0; y < frame.height() >> shift; y++) {
                for (int x = 0; x < frame.width() >> shift; x++) {
                    int value = plane > 0 ? 128 : x < frame.width() / 4 && y < frame.height() / 4 ? 16 : luma(number);
                    set(frame, plane, x, y, value);
                }
            }
        }
    }

    static void set(AVFrame frame, int plane, int x, int y, int value) {
        frame.data(plane).put((long) y * frame.linesize(plane) + x, (byte) value);
    }

    /** {@return the number a decoded frame shows, read off its middle} */
    static int number(Frame frame) {
        int middle = 3 * (frame.height() / 2 * frame.width() + frame.width() / 2);
        int green = frame.rgb().get(middle + 1) & 0xFF;
        double luma = green * 219 / 255.0 + 16;
        return (int) Math.round((luma - 40) / 3);
    }

    static int grey(Frame frame, int x, int y) {
        return frame.rgb().get(3 * (y * frame.width() + x) + 1) & 0xFF;
    }

    Path write(Path file) {
        AVFormatContext container = new AVFormatContext(null);
        check(avformat_alloc_output_context2(container, (AVOutputFormat) null, format, "file:" + file));
        AVCodec found = avcodec_find_encoder_by_name(codec);
        AVCodecContext encoder = avcodec_alloc_context3(found);
        AVStream stream = avformat_new_stream(container, null);
        encoder.width(width).height(height).pix_fmt(pixelFormat).time_base(av_make_q(1, 1000))
                .framerate(av_make_q(25, 1));
        encoder.gop_size(12).max_b_frames(bFrames).bit_rate(2_000_000).thread_count(1).strict_std_compliance(-2);
        encoder.colorspace(colorSpace).color_range(colorRange);
        if (codec.startsWith("mpeg")) {
            encoder.time_base(av_make_q(1, 25));        // these want the frame rate as their clock
        }
        if ((container.oformat().flags() & 64) != 0) {
            encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        check(avcodec_open2(encoder, found, (AVDictionary) null));
        check(avcodec_parameters_from_context(stream.codecpar(), encoder));
        stream.time_base(encoder.time_base());
        stream.avg_frame_rate(av_make_q(25, 1));
        if (displayMatrix != null) {
            addMatrix(stream);
        }
        AVIOContext output = new AVIOContext(null);
        check(avio_open2(output, "file:" + file, AVIO_FLAG_WRITE, null, (AVDictionary) null));
        container.pb(output);
        AVDictionary options = new AVDictionary(null);
        for (String option : muxerOptions.isEmpty() ? new String[0] : muxerOptions.split(",")) {
            av_dict_set(options, option.split("=")[0], option.split("=")[1], 0);
        }
        check(avformat_write_header(container, options));
        av_dict_free(options);
        AVPacket packet = av_packet_alloc();
        for (int number = 0; number < frames; number++) {
            AVFrame frame = av_frame_alloc();
            frame.width(width).height(height).format(pixelFormat).colorspace(colorSpace).color_range(colorRange);
            check(av_frame_get_buffer(frame, 0));
            blank(frame);
            painter.paint(number, frame);
            frame.pts(millis.applyAsLong(number) * encoder.time_base().den() / 1000 / encoder.time_base().num());
            send(container, stream, encoder, frame, packet);
            av_frame_free(frame);
        }
        send(container, stream, encoder, null, packet);
        check(av_write_trailer(container));
        avio_closep(output);
        av_packet_free(packet);
        avcodec_free_context(encoder);
        avformat_free_context(container);
        return file;
    }

    /** What lies in new memory is anything, and there are pictures that an encoder refuses. */
    private static void blank(AVFrame frame) {
        for (int i = 0; i < 8 && frame.buf(i) != null; i++) {
            Pointer.memset(frame.buf(i).data(), 128, frame.buf(i).size());
        }
    }

    private void addMatrix(AVStream stream) {
        AVPacketSideData none = new AVPacketSideData(stream.codecpar().coded_side_data());
        try (IntPointer count = new IntPointer(1).put(0)) {
            AVPacketSideData data = av_packet_side_data_new(none, count, AV_PKT_DATA_DISPLAYMATRIX, 36, 0);
            new IntPointer(data.data()).put(displayMatrix, 0, 9);
            stream.codecpar().coded_side_data(none);
            stream.codecpar().nb_coded_side_data(count.get());
        }
    }

    private static void send(AVFormatContext container, AVStream stream, AVCodecContext encoder, AVFrame frame,
            AVPacket packet) {
        check(avcodec_send_frame(encoder, frame));
        while (avcodec_receive_packet(encoder, packet) >= 0) {
            av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
            packet.stream_index(0);
            check(av_interleaved_write_frame(container, packet));
        }
    }

    private static void check(int code) {
        if (code < 0) {
            throw new AssertionError("the test's own video cannot be made: " + FfmpegError.text(code));
        }
    }

    /** {@return a display matrix for quarter turns clockwise} */
    static int[] turned(int degreesClockwise) {
        int one = 1 << 16;
        int cos = switch (degreesClockwise) {
            case 0 -> one;
            case 180 -> -one;
            default -> 0;
        };
        int sin = degreesClockwise == 90 ? one : degreesClockwise == 270 ? -one : 0;
        return new int[] {cos, sin, 0, -sin, cos, 0, 0, 0, 1 << 30};
    }
}
