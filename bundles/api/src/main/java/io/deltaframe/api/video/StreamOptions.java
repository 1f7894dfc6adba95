package io.deltaframe.api.video;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How a stream is opened. Begin with {@link #DEFAULTS} and change what shall be different. Immutable.
 *
 * @param threads     decoding threads, at least 1; 0 for one a processor
 * @param transport   by which RTSP brings pictures; nothing to other protocols
 * @param credentials for the server; those that are written into a URL count where there are none here
 * @param openTimeout longest wait for connecting, and for what the stream consists of, each; zero for what the video
 *                    service is configured for
 * @param readTimeout longest wait for each piece of the stream; zero for what the video service is configured for
 */
public record StreamOptions(int threads, Transport transport, Credentials credentials, Duration openTimeout,
                            Duration readTimeout) implements Serializable {

    private static final Duration LONGEST = Duration.ofHours(1);

    /** One decoding thread, TCP, no credentials, times as configured. */
    public static final StreamOptions DEFAULTS =
            new StreamOptions(1, Transport.TCP, Credentials.NONE, Duration.ZERO, Duration.ZERO);

    /** How RTSP brings pictures. */
    public enum Transport {
        /** In the connection itself: nothing is lost on the way. */
        TCP,
        /** In datagrams of their own: less delay, but pictures are damaged where one is lost. */
        UDP
    }

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if a value is out of its range; the message names it
     * @throws NullPointerException     if one is null
     */
    public StreamOptions {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(credentials, "credentials");
        if (threads < 0) {
            throw new IllegalArgumentException("the number of decoding threads must be at least 0 but is " + threads);
        }
        check("openTimeout", openTimeout);
        check("readTimeout", readTimeout);
    }

    private static void check(String name, Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be 0 to 1 h but is " + time);
        }
    }

    /**
     * {@return these options with other decoding threads}
     *
     * @param count at least 1; 0 for one a processor
     */
    public StreamOptions withThreads(int count) {
        return new StreamOptions(count, transport, credentials, openTimeout, readTimeout);
    }

    /**
     * {@return these options with another transport}
     *
     * @param of RTSP
     */
    public StreamOptions withTransport(Transport of) {
        return new StreamOptions(threads, of, credentials, openTimeout, readTimeout);
    }

    /**
     * {@return these options with other credentials}
     *
     * @param of who asks
     */
    public StreamOptions withCredentials(Credentials of) {
        return new StreamOptions(threads, transport, of, openTimeout, readTimeout);
    }

    /**
     * {@return these options with other limits of time}
     *
     * @param opening longest wait for connecting, and for what the stream consists of
     * @param reading longest wait for each piece
     */
    public StreamOptions withTimeouts(Duration opening, Duration reading) {
        return new StreamOptions(threads, transport, credentials, opening, reading);
    }
}
