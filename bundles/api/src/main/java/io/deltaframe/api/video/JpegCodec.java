package io.deltaframe.api.video;

import io.deltaframe.api.Frame;
import org.osgi.annotation.versioning.ProviderType;

/** Makes JPEG pictures of frames, and frames of those. A service; safe for several threads. */
@ProviderType
public interface JpegCodec {

    /**
     * Encodes a frame.
     *
     * @param frame   of any size up to 65500 pixels a side
     * @param quality 1, the smallest picture, to 100, the best one
     * @return the file's content: baseline JPEG, 4:2:0, without metadata
     * @throws VideoException           if the encoder refuses
     * @throws IllegalArgumentException if the quality is out of its range
     */
    byte[] encode(Frame frame, int quality) throws VideoException;

    /**
     * Decodes a picture that {@link #encode} made.
     *
     * @param jpeg            the file's content
     * @param timestampMicros time of the frame
     * @return the frame
     * @throws VideoException if it is none
     */
    Frame decode(byte[] jpeg, long timestampMicros) throws VideoException;
}
