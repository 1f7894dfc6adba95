package io.deltaframe.api;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One picture of a video: packed RGB24 (three unsigned bytes a pixel, rows top to bottom, no padding between rows) with
 * its presentation time. Immutable as long as the giver of an array keeps the promise of {@link #wrap}; safe to share
 * between threads.
 */
public final class Frame implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int width;
    private final int height;
    private final long timestampMicros;
    private final byte[] rgb;

    private Frame(int width, int height, long timestampMicros, byte[] rgb) {
        Objects.requireNonNull(rgb, "rgb");
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("frame size must be at least 1x1 but is " + width + "x" + height);
        }
        if (rgb.length != 3L * width * height) {
            throw new IllegalArgumentException("a " + width + "x" + height + " RGB24 frame has " + 3L * width * height
                    + " bytes but " + rgb.length + " were given");
        }
        this.width = width;
        this.height = height;
        this.timestampMicros = timestampMicros;
        this.rgb = rgb;
    }

    /**
     * A frame with its own copy of the pixels.
     *
     * @param width           pixels a row, at least 1
     * @param height          rows, at least 1
     * @param timestampMicros presentation time in microseconds from the start of the video
     * @param rgb             {@code 3 * width * height} bytes, packed RGB24
     * @return the frame
     * @throws IllegalArgumentException if a size is below 1 or the array does not have that many bytes
     * @throws NullPointerException     if the array is null
     */
    public static Frame copyOf(int width, int height, long timestampMicros, byte[] rgb) {
        return new Frame(width, height, timestampMicros, rgb.clone());
    }

    /**
     * A frame around an array that the caller gives away: nobody may write to it afterwards. Decoders use this to avoid
     * a copy of every picture.
     *
     * @param width           pixels a row, at least 1
     * @param height          rows, at least 1
     * @param timestampMicros presentation time in microseconds from the start of the video
     * @param rgb             {@code 3 * width * height} bytes, packed RGB24
     * @return the frame
     * @throws IllegalArgumentException if a size is below 1 or the array does not have that many bytes
     * @throws NullPointerException     if the array is null
     */
    public static Frame wrap(int width, int height, long timestampMicros, byte[] rgb) {
        return new Frame(width, height, timestampMicros, rgb);
    }

    /** {@return pixels a row} */
    public int width() {
        return width;
    }

    /** {@return number of rows} */
    public int height() {
        return height;
    }

    /** {@return presentation time in microseconds from the start of the video} */
    public long timestampMicros() {
        return timestampMicros;
    }

    /** {@return a new view of the {@code 3 * width * height} pixel bytes, read-only, at position 0} */
    public ByteBuffer rgb() {
        return ByteBuffer.wrap(rgb).asReadOnlyBuffer();
    }

    @Override
    public String toString() {
        return "Frame[" + width + "x" + height + " at " + timestampMicros + " us]";
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("frames are read through their serialised form");
    }

    private Object writeReplace() {
        return new Serialised(width, height, timestampMicros, rgb);
    }

    private record Serialised(int width, int height, long timestampMicros, byte[] rgb) implements Serializable {
        private Object readResolve() {
            return new Frame(width, height, timestampMicros, rgb);
        }
    }
}
