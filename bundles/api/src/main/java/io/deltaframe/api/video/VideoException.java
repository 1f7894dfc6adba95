package io.deltaframe.api.video;

import java.io.IOException;

/** A video that cannot be read or written. The message names the file and the reason. */
public class VideoException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * With no cause of its own.
     *
     * @param message the file and the reason
     */
    public VideoException(String message) {
        super(message);
    }

    /**
     * With what brought it about.
     *
     * @param message the file and the reason
     * @param cause   what brought it about; may be null
     */
    public VideoException(String message, Throwable cause) {
        super(message, cause);
    }
}
