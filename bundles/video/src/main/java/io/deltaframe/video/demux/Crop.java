package io.deltaframe.video.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_FRAME_CROPPING;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_CROP_UNALIGNED;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_apply_cropping;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.BytePointer;

/**
 * Rows and columns at the edges that a container says are not to be shown (MP4's clean aperture {@code clap},
 * Matroska's {@code PixelCrop}): before the picture is turned. What a codec says itself is cut off by the decoder.
 */
public record Crop(long top, long bottom, long left, long right) {

    public static final Crop NONE = new Crop(0, 0, 0, 0);

    static Crop of(AVCodecParameters parameters) {
        AVPacketSideData data = av_packet_side_data_get(parameters.coded_side_data(),
                parameters.nb_coded_side_data(), AV_PKT_DATA_FRAME_CROPPING);
        if (data == null || data.size() < 4 * Integer.BYTES) {
            return NONE;
        }
        byte[] bytes = new byte[4 * Integer.BYTES];
        new BytePointer(data.data()).get(bytes);
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return new Crop(Integer.toUnsignedLong(numbers.getInt()), Integer.toUnsignedLong(numbers.getInt()),
                Integer.toUnsignedLong(numbers.getInt()), Integer.toUnsignedLong(numbers.getInt()));
    }

    /**
     * Crops a frame in place, as FFmpeg's filter {@code crop} does: what is left begins and ends at whole chroma
     * samples. A frame too small to be cropped stays as it is.
     */
    public void apply(AVFrame frame) {
        if (equals(NONE)) {
            return;
        }
        AVPixFmtDescriptor format = av_pix_fmt_desc_get(frame.format());
        if (format == null) {
            return;
        }
        long width = wholeSamples(frame.width() - left - right, format.log2_chroma_w());
        long height = wholeSamples(frame.height() - top - bottom, format.log2_chroma_h());
        if (width <= 0 || height <= 0) {
            return;
        }
        long x = wholeSamples(left, format.log2_chroma_w());
        long y = wholeSamples(top, format.log2_chroma_h());
        frame.crop_left(x).crop_right(frame.width() - width - x).crop_top(y).crop_bottom(frame.height() - height - y);
        av_frame_apply_cropping(frame, AV_FRAME_CROP_UNALIGNED);
    }

    private static long wholeSamples(long pixels, int log2) {
        return pixels < 0 ? pixels : pixels >> log2 << log2;
    }
}
