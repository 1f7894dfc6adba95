package io.deltaframe.api;

/**
 * A recognition that could not be made. The message names the thing, what was expected of it and what was found.
 *
 * <p>The cause tells kinds apart: a {@link io.deltaframe.api.video.VideoException} where the video cannot be read, a
 * {@link java.util.concurrent.CancellationException} where the calling thread was interrupted (it still is), an
 * {@link ArithmeticException} where the network's output is not finite.
 */
public class RecognitionException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * With no cause of its own.
     *
     * @param message the thing, the expectation and the finding
     */
    public RecognitionException(String message) {
        super(message);
    }

    /**
     * With what brought it about.
     *
     * @param message the thing, the expectation and the finding
     * @param cause   what brought it about; may be null
     */
    public RecognitionException(String message, Throwable cause) {
        super(message, cause);
    }
}
