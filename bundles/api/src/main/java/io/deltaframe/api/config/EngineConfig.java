package io.deltaframe.api.config;

/** The engines of Deltaframe by name, and their configurations, one each. A change starts the engine anew. */
public final class EngineConfig {

    /** Name of the engine that runs on processors, with the JDK Vector API. */
    public static final String SIMD = "simd";
    /** PID of its configuration. */
    public static final String SIMD_PID = "io.deltaframe.engine.simd";
    /** Threads that all its networks share, Integer from 0 to 1024; 0 for one a processor. */
    public static final String SIMD_THREADS = "threads";

    /** Name of the engine in plain Java, for JVMs without the Vector API. */
    public static final String SCALAR = "scalar";
    /** PID of its configuration. */
    public static final String SCALAR_PID = "io.deltaframe.engine.scalar";
    /** Threads that all its networks share, Integer from 0 to 1024; 0 for one a processor. */
    public static final String SCALAR_THREADS = "threads";

    /** Name of the engine that runs on GPUs, with TornadoVM. */
    public static final String TORNADO = "tornado";
    /** PID of its configuration. */
    public static final String TORNADO_PID = "io.deltaframe.engine.tornado";
    /**
     * Number of back end and device such as {@code 0:1}, or a part of the device's name, String; empty for the first
     * GPU.
     */
    public static final String TORNADO_DEVICE = "device";
    /** Clips that a network computes together, Integer from 1 to 64. */
    public static final String TORNADO_CLIPS_AT_ONCE = "clipsAtOnce";

    private EngineConfig() { }
}
