package io.deltaframe.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
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
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_d2q;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_inv_q;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.VideoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerPointer;

/** One file being written. For one thread; {@link #close} frees everything, and deletes the file unless it was finished. */
final class Encoder implements AutoCloseable {

    private static final String ENCODER = "libopenh264";

    private final Path file;
    private final int width;
    private final int height;
    private final AVFrame rgb = av_frame_alloc();
    private final AVFrame yuv = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();
    private final AVFormatContext container = new AVFormatContext(null);
    private AVIOContext output;
    private AVCodecContext encoder;
    private AVStream stream;
    private SwsContext toYuv;
    private long frames;

    Encoder(Path file, int width, int height, double frameRate, int bitRate) throws VideoException {
        this.file = file;
        this.width = width;
        this.height = height;
        boolean opened = false;
        try {
            open(frameRate, bitRate);
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    private void open(double frameRate, int bitRate) throws VideoException {
        String url = "file:" + file.toAbsolutePath();
        check(avformat_alloc_output_context2(container, (AVOutputFormat) null, "mp4", url), "the container cannot be made");
        AVCodec codec = avcodec_find_encoder_by_name(ENCODER);
        encoder = codec == null ? null : avcodec_alloc_context3(codec);
        stream = avformat_new_stream(container, null);
        if (encoder == null || stream == null) {
            throw new VideoException(file + ": this build of FFmpeg has no encoder " + ENCODER);
        }
        AVRational rate = av_d2q(frameRate, 1_001_000);     // exact for the rates of television: 30000/1001 and its kin
        encoder.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P).bit_rate(bitRate);
        encoder.time_base(av_inv_q(rate)).framerate(rate).max_b_frames(0);
        encoder.gop_size((int) Math.clamp(Math.round(2 * frameRate), 1L, 250L));
        encoder.color_range(AVCOL_RANGE_MPEG).colorspace(AVCOL_SPC_SMPTE170M);
        encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        check(avcodec_open2(encoder, codec, (AVDictionary) null), "the encoder refuses " + width + "x" + height + " at " + frameRate
                + " frames/s and " + bitRate + " bit/s");
        check(avcodec_parameters_from_context(stream.codecpar(), encoder), "the stream cannot be described");
        stream.time_base(encoder.time_base());
        stream.avg_frame_rate(rate);

        toYuv = sws_getContext(width, height, AV_PIX_FMT_RGB24, width, height, AV_PIX_FMT_YUV420P,
                SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP, null, null, (DoublePointer) null);
        if (toYuv == null) {
            throw new VideoException(file + ": frames of " + width + "x" + height + " cannot be converted");
        }
        allocate(rgb, AV_PIX_FMT_RGB24);
        allocate(yuv, AV_PIX_FMT_YUV420P);
        yuv.color_range(AVCOL_RANGE_MPEG).colorspace(AVCOL_SPC_SMPTE170M);

        output = new AVIOContext(null);
        check(avio_open2(output, url, AVIO_FLAG_WRITE, null, (AVDictionary) null), "the file cannot be written");
        container.pb(output);
        check(avformat_write_header(container, (AVDictionary) null), "the file's head cannot be written");
    }

    private void allocate(AVFrame frame, int format) throws VideoException {
        frame.width(width).height(height).format(format);
        check(av_frame_get_buffer(frame, 0), "no memory for a frame");
    }

    void encode(Frame frame) throws VideoException {
        ByteBuffer pixels = frame.rgb();
        byte[] row = new byte[3 * width];
        for (int y = 0; y < height; y++) {
            pixels.get(row);
            rgb.data(0).position((long) y * rgb.linesize(0)).put(row, 0, row.length);
        }
        check(av_frame_make_writable(yuv), "no memory for a frame");       // the encoder may still hold the one before
        sws_scale(toYuv, new PointerPointer<>(rgb), rgb.linesize(), 0, height, new PointerPointer<>(yuv), yuv.linesize());
        yuv.pts(frames++);
        send(yuv);
    }

    /** Writes what the encoder still holds and the index. */
    void finish() throws VideoException {
        send(null);
        check(av_write_trailer(container), "the file's index cannot be written");
        int code = avio_closep(output);
        output = null;
        if (code < 0) {
            delete();
        }
        check(code, "the file cannot be finished");
    }

    private void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // the reason of the failure is on its way; a rest that cannot be deleted must not hide it
        }
    }

    private void send(AVFrame frame) throws VideoException {
        check(avcodec_send_frame(encoder, frame), "frame " + (frames - 1) + " cannot be encoded");
        while (true) {
            int code = avcodec_receive_packet(encoder, packet);
            if (code == AVERROR_EAGAIN() || code == AVERROR_EOF()) {
                return;
            }
            check(code, "frame " + (frames - 1) + " cannot be encoded");
            packet.duration(1);     // the last frame lasts as long as the others
            av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
            packet.stream_index(stream.index());
            check(av_interleaved_write_frame(container, packet), "the file cannot be written");
        }
    }

    private void check(int code, String what) throws VideoException {
        if (code < 0) {
            throw new VideoException(file + ": " + what + ": " + FfmpegError.text(code));
        }
    }

    @Override
    public void close() {
        av_frame_free(rgb);
        av_frame_free(yuv);
        av_packet_free(packet);
        if (toYuv != null) {
            sws_freeContext(toYuv);
            toYuv = null;
        }
        if (encoder != null) {
            avcodec_free_context(encoder);
            encoder = null;
        }
        if (output != null && !output.isNull()) {
            avio_closep(output);
            delete();
        }
        if (!container.isNull()) {
            avformat_free_context(container);
            container.setNull();
        }
    }
}
