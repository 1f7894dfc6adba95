package io.deltaframe.api.config;

/** The configuration of the service that opens videos. */
public final class VideoConfig {

    /** PID. */
    public static final String PID = "io.deltaframe.video.FfmpegVideoSource";

    /** Longest wait for the network in seconds, for opening a URL and for each piece of it; Integer from 1 to 3600. */
    public static final String NETWORK_TIMEOUT_SECONDS = "network.timeout.seconds";

    /** Longest wait for a file in seconds, for opening it and for each piece of it; Integer from 1 to 3600. */
    public static final String READ_TIMEOUT_SECONDS = "read.timeout.seconds";

    private VideoConfig() { }
}
