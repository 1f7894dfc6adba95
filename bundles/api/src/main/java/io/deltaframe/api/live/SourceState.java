package io.deltaframe.api.live;

/** Where the source of a session stands. */
public enum SourceState {
    /** There is none: frames are pushed. */
    NONE,
    /** It is being opened. */
    CONNECTING,
    /** Frames come. */
    RUNNING,
    /** It is connected, but no frames come; live sources only. */
    STALLED,
    /** It cannot be reached, or was cut off; a live one is tried again. */
    LOST,
    /** It refuses who asks: user or password are wrong or missing. It is asked again, but seldom. */
    UNAUTHORIZED,
    /** It is at its end, or was detached, and is not tried again. */
    STOPPED
}
