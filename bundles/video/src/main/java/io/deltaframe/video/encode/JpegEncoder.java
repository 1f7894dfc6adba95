package io.deltaframe.video.encode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.video.natives.FfmpegError;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerPointer;

/** One picture as JPEG. Full-range BT.601, as JPEG has it. For one thread; {@link #close} frees everything. */
public final class JpegEncoder implements AutoCloseable {

    /** Steps of FFmpeg's quantiser, the best and the worst. */
    private static final int FINEST = 2;
    private static final int COARSEST = 31;
    private static final int STEPS = COARSEST - FINEST;
    private static final int LAMBDA = 118;
    private static final int ONE = 1 << 16;

    private final Frame frame;
    private final AVCodecContext encoder;
    private final AVFrame rgb = av_frame_alloc();
    private final AVFrame yuv = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();
    private SwsContext scaler;

    public JpegEncoder(Frame frame) {
        this.frame = frame;
        this.encoder = avcodec_alloc_context3(avcodec_find_encoder(AV_CODEC_ID_MJPEG));
    }

    /**
     * Encodes.
     *
     * @param quality 1 to 100
     * @return the file's content
     * @throws VideoException if the encoder refuses
     */
    public byte[] encode(int quality) throws VideoException {
        int lambda = LAMBDA * (COARSEST - Math.round(STEPS * (quality - 1) / 99f));
        AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
        encoder.width(frame.width()).height(frame.height()).pix_fmt(AV_PIX_FMT_YUV420P).color_range(AVCOL_RANGE_JPEG)
                .thread_count(1).flags(encoder.flags() | AV_CODEC_FLAG_QSCALE).global_quality(lambda);
        encoder.time_base().num(1).den(25);
        check(avcodec_open2(encoder, codec, (AVDictionary) null));
        fill();
        yuv.quality(lambda);
        check(avcodec_send_frame(encoder, yuv));
        check(avcodec_receive_packet(encoder, packet));
        byte[] jpeg = new byte[packet.size()];
        packet.data().get(jpeg);
        return jpeg;
    }

    private void fill() throws VideoException {
        int width = frame.width();
        int height = frame.height();
        rgb.width(width).height(height).format(AV_PIX_FMT_RGB24);
        yuv.width(width).height(height).format(AV_PIX_FMT_YUV420P).color_range(AVCOL_RANGE_JPEG);
        check(av_frame_get_buffer(rgb, 0));
        check(av_frame_get_buffer(yuv, 0));
        int stride = rgb.linesize(0);
        BytePointer data = rgb.data(0);
        ByteBuffer into = data.capacity((long) stride * height).asByteBuffer();
        ByteBuffer from = frame.rgb();
        for (int y = 0; y < height; y++) {
            into.put(y * stride, from, y * 3 * width, 3 * width);
        }
        scaler = sws_getContext(width, height, AV_PIX_FMT_RGB24, width, height, AV_PIX_FMT_YUV420P, SWS_AREA, null,
                null, (DoublePointer) null);
        if (scaler == null) {
            throw new VideoException("a picture of " + width + "x" + height + " cannot be converted for JPEG");
        }
        sws_setColorspaceDetails(scaler, sws_getCoefficients(SWS_CS_ITU601), 1, sws_getCoefficients(SWS_CS_ITU601), 1,
                0, ONE, ONE);
        check(sws_scale(scaler, new PointerPointer<>(rgb), rgb.linesize(), 0, height, new PointerPointer<>(yuv),
                yuv.linesize()));
    }

    private void check(int code) throws VideoException {
        if (code < 0) {
            throw new VideoException("a picture of " + frame.width() + "x" + frame.height()
                    + " cannot be encoded as JPEG: " + FfmpegError.text(code));
        }
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_frame_free(rgb);
        av_frame_free(yuv);
        avcodec_free_context(encoder);
        if (scaler != null) {
            sws_freeContext(scaler);
        }
    }
}
