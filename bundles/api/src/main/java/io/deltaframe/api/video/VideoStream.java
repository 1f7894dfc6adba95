package io.deltaframe.api.video;

import io.deltaframe.api.Frame;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An open stream, read from its first picture on. For one thread; {@link #close} may be called by any, more than once,
 * and makes a reading that waits end with a {@link VideoException}; so does an interrupt of the thread that reads.
 */
@ProviderType
public interface VideoStream extends AutoCloseable {

    /** {@return what the container says} */
    VideoInfo info();

    /** {@return whether it comes as it happens: it has no end, and reading waits for what is to come} */
    boolean isLive();

    /**
     * Decodes the next picture.
     *
     * @return whether there is one; false at the end
     * @throws VideoException if reading fails for another reason than damaged content, or the stream was closed
     */
    boolean next() throws VideoException;

    /** {@return presentation time of the picture in microseconds from the first one} */
    long timestampMicros();

    /**
     * {@return the picture as a frame, upright, with its presentation time}
     *
     * @throws VideoException if it cannot be converted
     */
    Frame frame() throws VideoException;

    /**
     * {@return nanoseconds that it took to decode the picture, and to convert it if {@link #frame} was called; without
     * waiting for data to come; 0 where that is not known}
     */
    default long decodeNanos() {
        return 0;
    }

    /** Frees what is open, at the latest when a reading that is going on has ended. */
    @Override
    void close();
}
