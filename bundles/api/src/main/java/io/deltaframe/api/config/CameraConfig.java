package io.deltaframe.api.config;

/** Factory configurations of cameras, one each: a live session that reads a source for as long as there is one. */
public final class CameraConfig {

    /** Factory PID. */
    public static final String PID = "io.deltaframe.camera";

    /** Name of the camera and its session, String; empty or absent for what follows {@code ~} in the PID. */
    public static final String NAME = "name";
    /** A URL that FFmpeg can open, or the path of a file, String; required. */
    public static final String URL = "url";
    /** Name of the user that asks the camera, String; empty or absent for none. */
    public static final String USER = "user";
    /** The password itself, String; at most one of the three is given. */
    public static final String PASSWORD = "password";
    /** Path of a file whose first line is the password, String. */
    public static final String PASSWORD_FILE = "password.file";
    /** Name of an environment variable whose value is the password, String. */
    public static final String PASSWORD_ENV = "password.env";
    /** By which RTSP brings pictures, String: {@code tcp} or {@code udp}. */
    public static final String TRANSPORT = "transport";
    /** Whether it is looked at, Boolean. */
    public static final String ENABLED = "enabled";

    /** Name of a recognizer, or an LDAP filter, String; empty or absent for the best there is. */
    public static final String RECOGNIZER = "recognizer";
    /** Length of a window in seconds, Double from 0.1 to 600. */
    public static final String WINDOW = "window";
    /** Seconds from one window's start to the next one's, Double from 0.05 to 600. */
    public static final String HOP = "hop";
    /** Labels of interest, String[]; empty or absent for all. */
    public static final String LABELS = "labels";
    /** Actions a window tells at most, Integer from 1. */
    public static final String TOP_K = "topK";
    /** Score from which an event starts, Double above 0 to 1. */
    public static final String ENTER = "enter";
    /** Score below which it may end, Double from 0 to {@link #ENTER}; below 0 for 0.7 of that. */
    public static final String EXIT = "exit";
    /** Seconds for which the score must stay below, Double from 0. */
    public static final String HOLD = "hold";
    /** Seconds after which an event is ended in any case, Double above 0. */
    public static final String LONGEST = "longest";
    /** Windows over which a score is averaged for events, Integer from 1 to 100. */
    public static final String SMOOTHING = "smoothing";
    /** MiB of frames that are kept at most, Integer from 1. */
    public static final String MEMORY = "memory";

    /** Seconds without a frame after which it is stalled, Double above 0. */
    public static final String STALL_AFTER = "stallAfter";
    /** Seconds without a frame after which it is lost and connected again, Double from {@link #STALL_AFTER}. */
    public static final String LOST_AFTER = "lostAfter";
    /** Longest wait for a connection in seconds, Double from 0 to 3600; 0 for what the video source has. */
    public static final String OPEN_TIMEOUT = "openTimeout";
    /** Threads it is decoded with, Integer from 0 to 256; 0 for one a processor. */
    public static final String DECODE_THREADS = "decodeThreads";
    /** Whether a file is read as fast as it would be shown, Boolean. */
    public static final String REAL_TIME = "realTime";

    private CameraConfig() { }
}
