package io.deltaframe.live.camera;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of a camera; each factory configuration of {@code io.deltaframe.camera} makes one. */
@ObjectClassDefinition(name = "Deltaframe camera",
        description = "A stream that is looked at for as long as it is configured: a live session of the camera's "
                + "name. A change starts it anew. User and password are never told, in no message and no property of a "
                + "service.")
public @interface CameraConfiguration {

    /** {@return name of the session} */
    @AttributeDefinition(name = "Name", required = false,
            description = "Name of the camera and its session, one each. Empty: what follows ~ in the PID, gate for "
                    + "io.deltaframe.camera~gate.")
    String name() default "";

    /** {@return where frames come from} */
    @AttributeDefinition(name = "URL",
            description = "rtsp, http, udp or another URL that FFmpeg opens, or the path of a file. A user and a "
                    + "password in it are taken out and told nowhere; better they have their own properties.")
    String url() default "";

    /** {@return who asks} */
    @AttributeDefinition(name = "User", required = false, description = "Name of the user that asks the camera.")
    String user() default "";

    /** {@return the password} */
    @AttributeDefinition(name = "Password", required = false, type = AttributeType.PASSWORD,
            description = "The password, as it is, not percent-encoded. At most one of password, password.file and "
                    + "password.env is given.")
    String password() default "";

    /** {@return path of a file with the password} */
    @AttributeDefinition(name = "Password file", required = false,
            description = "Path of a file whose first line is the password. Read when the camera starts.")
    String password_file() default "";

    /** {@return name of a variable with the password} */
    @AttributeDefinition(name = "Password variable", required = false,
            description = "Name of an environment variable whose value is the password.")
    String password_env() default "";

    /** {@return transport of RTSP} */
    @AttributeDefinition(name = "Transport", options = {
            @Option(label = "tcp: in the connection itself, nothing is lost", value = "tcp"),
            @Option(label = "udp: datagrams, less delay; pictures are damaged where one is lost", value = "udp")},
            description = "By which RTSP brings pictures.")
    String transport() default "tcp";

    /** {@return whether it is looked at} */
    @AttributeDefinition(name = "Enabled", description = "Whether the camera is looked at.")
    boolean enabled() default true;

    /** {@return name of a recognizer, or a filter} */
    @AttributeDefinition(name = "Recognizer", required = false,
            description = "Name of the recognizer, or an LDAP filter on service properties of recognizers. Empty: the "
                    + "best there is.")
    String recognizer() default "";

    /** {@return length of a window} */
    @AttributeDefinition(name = "Window", min = "0.1", max = "600", description = "Length of a window in seconds.")
    double window() default 3;

    /** {@return step from window to window} */
    @AttributeDefinition(name = "Hop", min = "0.05", max = "600",
            description = "Seconds from one window's start to the next one's; taken as the nearest multiple of a "
                    + "segment of the window.")
    double hop() default 1;

    /** {@return labels of interest} */
    @AttributeDefinition(name = "Labels", required = false, cardinality = Integer.MAX_VALUE,
            description = "Labels of interest: only these are told and make events. Empty: all.")
    String[] labels() default {};

    /** {@return most actions a window} */
    @AttributeDefinition(name = "Top k", min = "1", max = "100000",
            description = "Actions a window tells at most.")
    int topK() default 5;

    /** {@return score for a start} */
    @AttributeDefinition(name = "Enter", min = "0", max = "1",
            description = "Score from which an event starts, above 0.")
    double enter() default 0.5;

    /** {@return score for an end} */
    @AttributeDefinition(name = "Exit", min = "-1", max = "1",
            description = "Score below which an event may end, at most that of enter. Below 0: 0.7 of enter.")
    double exit() default -1;

    /** {@return time below the score for an end} */
    @AttributeDefinition(name = "Hold", min = "0", max = "86400",
            description = "Seconds of stream time for which the score must stay below exit until an event ends.")
    double hold() default 1;

    /** {@return longest event} */
    @AttributeDefinition(name = "Longest", min = "0", max = "31536000",
            description = "Seconds of stream time after which an event is ended in any case.")
    double longest() default 3600;

    /** {@return windows to average over} */
    @AttributeDefinition(name = "Smoothing", min = "1", max = "100",
            description = "Windows over which a label's score is averaged for events. 1: none.")
    int smoothing() default 1;

    /** {@return newest segments that are computed} */
    @AttributeDefinition(name = "Incremental", min = "0", max = "1024",
            description = "Newest segments of a window for which later stages of the network are computed, where the "
                    + "hop is one segment: faster, and near the exact scores. 0: windows are exact.")
    int incremental() default 0;

    /** {@return the motion gate} */
    @AttributeDefinition(name = "Gate", options = {
            @Option(label = "off: the network sees every window", value = "off"),
            @Option(label = "on: it does not see windows in which nothing moves", value = "on"),
            @Option(label = "audit: it does, and what would have been missed is counted", value = "audit")},
            description = "Whether windows in which nothing moves are answered without the network.")
    String gate() default "off";

    /** {@return most time without a look} */
    @AttributeDefinition(name = "Look", min = "0", max = "31536000",
            description = "Seconds of stream time after which the network looks although nothing moves, above 0.")
    double look() default 30;

    /** {@return MiB of frames} */
    @AttributeDefinition(name = "Memory", min = "1", max = "1048576",
            description = "MiB of frames that are kept at most.")
    int memory() default 64;

    /** {@return patience until stalled} */
    @AttributeDefinition(name = "Stalled after", min = "0", max = "86400",
            description = "Seconds without a frame after which the camera is STALLED, above 0.")
    double stallAfter() default 5;

    /** {@return patience until lost} */
    @AttributeDefinition(name = "Lost after", min = "0", max = "86400",
            description = "Seconds without a frame after which the camera is LOST and connected again, at least those "
                    + "of stallAfter.")
    double lostAfter() default 15;

    /** {@return patience of opening} */
    @AttributeDefinition(name = "Opening timeout", min = "0", max = "3600",
            description = "Longest wait for the connection in seconds, and for what the stream consists of. 0: what "
                    + "the video source is configured for.")
    double openTimeout() default 0;

    /** {@return threads} */
    @AttributeDefinition(name = "Decoding threads", min = "0", max = "256",
            description = "Threads the stream is decoded with. 0: one a processor.")
    int decodeThreads() default 1;

    /** {@return pace of files} */
    @AttributeDefinition(name = "Real time",
            description = "Whether a file is read as fast as it would be shown; else as fast as its windows are "
                    + "computed.")
    boolean realTime() default false;
}
