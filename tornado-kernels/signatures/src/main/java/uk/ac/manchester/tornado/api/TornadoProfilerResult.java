package uk.ac.manchester.tornado.api;

/** What an execution took, in nanoseconds; here, nothing is measured. */
public class TornadoProfilerResult {

    TornadoProfilerResult() { }

    public long getDeviceKernelTime() {
        return 0;
    }

    public long getDeviceWriteTime() {
        return 0;
    }

    public long getDeviceReadTime() {
        return 0;
    }
}
