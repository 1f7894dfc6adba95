package io.deltaframe.api.video;

/** A video that its server keeps from who asks: user or password are wrong or missing, or not enough. */
public class UnauthorizedException extends VideoException {

    private static final long serialVersionUID = 1L;

    /**
     * With no cause of its own.
     *
     * @param message the location and the reason
     */
    public UnauthorizedException(String message) {
        super(message);
    }
}
