package io.deltaframe.live.evidence;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.JpegCodec;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * Pictures that become a video of even frame distances: at each tick the picture of that time or the one before.
 *
 * @param pictures in order of time, at least one, of one size
 * @param rate     frames a second
 */
record Clip(List<Picture> pictures, double rate) {

    /** OpenH264 takes no smaller pictures. */
    private static final int SMALLEST = 16;
    /** Bits a pixel: enough for an eye that looks for what happened, a tenth of what the pictures take. */
    private static final double BITS_PER_PIXEL = 0.15;
    private static final double LEAST_BITS = 300_000;
    private static final double MOST_BITS = 12_000_000;

    /** {@return whether pictures make a video} */
    static boolean isPossible(List<Picture> pictures) {
        return !pictures.isEmpty() && pictures.getFirst().width() >= SMALLEST
                && pictures.getFirst().height() >= SMALLEST;
    }

    /** {@return bytes of the pictures} */
    long bytes() {
        return pictures.stream().mapToLong(picture -> picture.jpeg().length).sum();
    }

    /** {@return the picture that each tick shows} */
    List<Picture> ticks() {
        long first = pictures.getFirst().micros();
        int count = (int) Math.round((pictures.getLast().micros() - first) * rate / 1e6) + 1;
        Picture[] ticks = new Picture[count];
        int at = 0;
        for (int i = 0; i < count; i++) {
            // Half a tick late, as the picture nearest to it may come a little after
            double time = first + (i + 0.5) * 1e6 / rate;
            while (at + 1 < pictures.size() && pictures.get(at + 1).micros() < time) {
                at++;
            }
            ticks[i] = pictures.get(at);
        }
        return List.of(ticks);
    }

    /**
     * Writes the video.
     *
     * @param file  to be made
     * @param video service that writes it, or null
     * @param jpeg  service that decodes pictures, or null
     * @throws IOException if it cannot be written
     */
    void write(Path file, VideoWriter video, JpegCodec jpeg) throws IOException {
        if (video == null || jpeg == null) {
            throw new IOException("there is no service that writes videos (bundle io.deltaframe.video)");
        }
        Picture first = pictures.getFirst();
        double bits = Math.clamp(BITS_PER_PIXEL * first.width() * first.height() * rate, LEAST_BITS, MOST_BITS);
        try {
            video.write(file, rate, (int) bits, () -> frames(ticks().iterator(), jpeg));
        } catch (VideoException e) {
            throw new IOException(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Iterator<Frame> frames(Iterator<Picture> pictures, JpegCodec jpeg) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return pictures.hasNext();
            }

            @Override
            public Frame next() {
                Picture picture = pictures.next();
                try {
                    return even(jpeg.decode(picture.jpeg(), picture.micros()));
                } catch (VideoException e) {
                    throw new UncheckedIOException(new IOException(e.getMessage(), e));
                }
            }
        };
    }

    /** {@return the frame without its last column and row where their number is odd, which video cannot have} */
    private static Frame even(Frame frame) {
        int width = frame.width() & ~1;
        int height = frame.height() & ~1;
        if (width == frame.width() && height == frame.height()) {
            return frame;
        }
        byte[] rgb = new byte[3 * width * height];
        ByteBuffer from = frame.rgb();
        for (int y = 0; y < height; y++) {
            from.get(y * 3 * frame.width(), rgb, y * 3 * width, 3 * width);
        }
        return Frame.wrap(width, height, frame.timestampMicros(), rgb);
    }
}
