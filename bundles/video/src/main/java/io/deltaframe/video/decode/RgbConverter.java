package io.deltaframe.video.decode;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getColorspaceDetails;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.deltaframe.api.video.VideoException;
import io.deltaframe.video.natives.FfmpegError;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Converts decoded pictures of any pixel format into packed RGB24 of the same size.
 *
 * <p>The picture's own colour matrix and range are used; where it names none, swscale's are, which are those of the
 * ffmpeg program: BT.601, limited range except for JPEG and grey.
 *
 * <p>The flags are the ffmpeg program's and OpenCV's. With them swscale takes its direct way for the common formats
 * (8-bit 4:2:0 and 4:2:2, each chroma sample used for the pixels it was made from), as it does for PyAV, and the frames
 * are the same bytes that these give, among them those the published networks were trained on. The finer flags
 * (rounding, interpolated chroma) were tried: on a test picture they move values by 2 to 3 levels of 255 in the mean
 * and over 100 at edges between colours, away from all of these.
 *
 * <p>For one thread at a time.
 */
final class RgbConverter implements AutoCloseable {

    /** 2^29 pixels, a picture of 23170 x 23170, make the largest array Java has of 3 bytes each, with some room. */
    static final long MAX_PIXELS = 1L << 29;

    private static final int FLAGS = SWS_BICUBIC;

    private record Source(int width, int height, int format, int colorSpace, int colorRange) {
        static Source of(AVFrame frame) {
            return new Source(frame.width(), frame.height(), frame.format(), frame.colorspace(), frame.color_range());
        }
    }

    private Source source;
    private SwsContext context;
    private AVFrame rgb;

    /**
     * Converts a picture.
     *
     * @param frame a decoded picture
     * @return {@code 3 * width * height} bytes
     * @throws VideoException if swscale does not know the format or memory is short; the message is the reason alone
     */
    byte[] convert(AVFrame frame) throws VideoException {
        Source now = Source.of(frame);
        if (!now.equals(source)) {
            prepare(now);
        }
        int rows = sws_scale(context, new PointerPointer<>(frame), frame.linesize(), 0, now.height,
                new PointerPointer<>(rgb), rgb.linesize());
        if (rows != now.height) {
            throw new VideoException("a picture cannot be converted to RGB"
                    + (rows < 0 ? ": " + FfmpegError.text(rows) : ""));
        }
        int stride = rgb.linesize(0);
        int rowBytes = 3 * now.width;
        byte[] bytes = new byte[rowBytes * now.height];
        BytePointer data = rgb.data(0);
        // The rows of common sizes need no padding: copied as one
        int length = stride == rowBytes ? bytes.length : rowBytes;
        for (int y = 0, at = 0; at < bytes.length; y++, at += length) {
            data.position((long) y * stride).get(bytes, at, length);
        }
        return bytes;
    }

    private void prepare(Source now) throws VideoException {
        close();
        if (now.width < 1 || now.height < 1 || (long) now.width * now.height > MAX_PIXELS) {
            throw new VideoException("a picture has " + now.width + "x" + now.height + " pixels, more than "
                    + MAX_PIXELS + " are not handled");
        }
        context = sws_getContext(now.width, now.height, now.format, now.width, now.height, AV_PIX_FMT_RGB24, FLAGS,
                null, null, (DoublePointer) null);
        if (context == null) {
            throw new VideoException("swscale cannot convert pixel format " + now.format + " to RGB");
        }
        setColours(now);
        // A frame of FFmpeg's own: its rows are padded, which swscale needs, since it writes past the end of a row.
        rgb = av_frame_alloc();
        rgb.width(now.width).height(now.height).format(AV_PIX_FMT_RGB24);
        int code = av_frame_get_buffer(rgb, 0);
        if (code < 0) {
            close();
            throw new VideoException("no memory for a picture of " + now.width + "x" + now.height + " pixels: "
                    + FfmpegError.text(code));
        }
        source = now;
    }

    private void setColours(Source now) {
        try (PointerPointer<IntPointer> tables = new PointerPointer<>(2); IntPointer numbers = new IntPointer(5)) {
            IntPointer sourceRange = numbers.getPointer(0);
            IntPointer rgbRange = numbers.getPointer(1);
            IntPointer brightness = numbers.getPointer(2);
            IntPointer contrast = numbers.getPointer(3);
            IntPointer saturation = numbers.getPointer(4);
            if (sws_getColorspaceDetails(context, tables, sourceRange, tables.getPointer(1), rgbRange, brightness,
                    contrast, saturation) < 0) {
                return;     // nothing to set between these formats: RGB to RGB
            }
            int range = now.colorRange == AVCOL_RANGE_UNSPECIFIED
                    ? sourceRange.get() : now.colorRange == AVCOL_RANGE_JPEG ? 1 : 0;
            // sws_getCoefficients answers numbers it has no matrix for, unspecified among them, with BT.601
            sws_setColorspaceDetails(context, sws_getCoefficients(now.colorSpace), range,
                    sws_getCoefficients(now.colorSpace), rgbRange.get(),
                    brightness.get(), contrast.get(), saturation.get());
        }
    }

    @Override
    public void close() {
        source = null;
        if (context != null) {
            sws_freeContext(context);
            context = null;
        }
        if (rgb != null) {
            av_frame_free(rgb);
            rgb = null;
        }
    }
}
