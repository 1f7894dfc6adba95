package io.deltaframe.video.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.video.natives.FfmpegError;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** Decodes a JPEG picture in memory. */
public final class JpegDecoder {

    private JpegDecoder() { }

    /**
     * Decodes.
     *
     * @param jpeg            the file's content
     * @param timestampMicros time of the frame
     * @return the frame
     * @throws VideoException if it is no picture
     */
    public static Frame decode(byte[] jpeg, long timestampMicros) throws VideoException {
        AVCodec codec = avcodec_find_decoder(AV_CODEC_ID_MJPEG);
        AVCodecContext decoder = avcodec_alloc_context3(codec);
        AVPacket packet = av_packet_alloc();
        AVFrame picture = av_frame_alloc();
        try (BytePointer data = new BytePointer((long) jpeg.length + AV_INPUT_BUFFER_PADDING_SIZE);
                RgbConverter converter = new RgbConverter()) {
            data.put(jpeg, 0, jpeg.length);
            data.position(jpeg.length).fill(0).position(0);
            decoder.thread_count(1).max_pixels(RgbConverter.MAX_PIXELS);
            check(avcodec_open2(decoder, codec, (AVDictionary) null));
            packet.data(data).size(jpeg.length);
            check(avcodec_send_packet(decoder, packet));
            check(avcodec_receive_frame(decoder, picture));
            return Frame.wrap(picture.width(), picture.height(), timestampMicros, converter.convert(picture));
        } finally {
            av_frame_free(picture);
            av_packet_free(packet);
            avcodec_free_context(decoder);
        }
    }

    private static void check(int code) throws VideoException {
        if (code < 0) {
            throw new VideoException("a picture cannot be decoded as JPEG: " + FfmpegError.text(code));
        }
    }
}
