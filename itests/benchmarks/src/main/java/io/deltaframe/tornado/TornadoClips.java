package io.deltaframe.tornado;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tornado.device.Device;
import io.deltaframe.tornado.device.GraphLaunch;
import io.deltaframe.tornado.network.NetworkMemory;
import io.deltaframe.tornado.program.ClassifyProgram;
import io.deltaframe.tornado.program.DeviceProgram;
import io.deltaframe.tornado.program.EncodeProgram;
import io.deltaframe.tornado.program.SizedPrograms;
import io.deltaframe.tornado.weights.NetworkWeights;
import java.util.Random;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.TornadoProfilerResult;

/**
 * Clips through a network of the GPU engine, from bytes to logits: launch by launch what {@code TornadoNetwork} does,
 * with a look at what TornadoVM's profiler has to say on each, where it is switched on. For one thread at a time.
 */
final class TornadoClips implements AutoCloseable {

    private static final int SIZE = 224;

    private final int clips;
    private final boolean profiled;
    private final NetworkWeights weights;
    private final NetworkMemory memory;
    private final byte[] frames;
    private final int[] places;
    private final float[] logits;
    private long kernelNanos;
    private long uploadNanos;
    private long downloadNanos;

    /**
     * Compiles a network and runs it once.
     *
     * @param plan     the network
     * @param device   where it runs
     * @param clips    clips at once
     * @param profiled whether TornadoVM's profiler is switched on
     * @throws EngineException     if TornadoVM fails
     * @throws CheckpointException if the weights cannot be read
     */
    TornadoClips(NetworkPlan plan, Device device, int clips, boolean profiled) throws EngineException,
            CheckpointException {
        this.clips = clips;
        this.profiled = profiled;
        Architecture architecture = plan.architecture();
        weights = NetworkWeights.load(plan);
        memory = new NetworkMemory(weights, device, clips, false);
        int segments = clips * architecture.segments();
        frames = new byte[segments * SizedPrograms.segmentBytes(SIZE, SIZE)];
        new Random(1).nextBytes(frames);
        places = new int[segments];
        for (int s = 0; s < segments; s++) {
            places[s] = memory.slots().take(SizedPrograms.featureFloats(architecture, SIZE, SIZE));
        }
        logits = new float[architecture.classes()];
        run();
    }

    /**
     * Encodes and classifies.
     *
     * @throws EngineException if TornadoVM fails
     */
    void run() throws EngineException {
        kernelNanos = 0;
        uploadNanos = 0;
        downloadNanos = 0;
        SizedPrograms programs = memory.use(SIZE, SIZE);
        int[] positions = new int[places.length];
        for (int s = 0; s < places.length; s++) {
            positions[s] = memory.plan().memory().maps() - places[s];
        }
        EncodeProgram encode = programs.encode(places.length);
        for (int s = 0; s < places.length; s++) {
            memory.plan().segment(frames, s * programs.segmentBytes(), programs.segmentBytes());
            run(encode.inputs().get(s));
        }
        encode.into(positions);
        for (DeviceProgram.Entry entry : encode.entries()) {
            run(entry.launch());
        }
        ClassifyProgram classify = programs.classify(clips);
        classify.from(positions);
        for (DeviceProgram.Entry entry : classify.entries()) {
            run(entry.launch());
        }
        for (int clip = 0; clip < clips; clip++) {
            memory.plan().logits(clip * logits.length, logits);
        }
    }

    private void run(GraphLaunch launch) throws EngineException {
        TornadoExecutionResult result = memory.run(launch);
        // Asked without its profiler, TornadoVM prints a line at each launch.
        if (profiled) {
            TornadoProfilerResult profile = result.getProfilerResult();
            kernelNanos += profile.getDeviceKernelTime();
            uploadNanos += profile.getDeviceWriteTime();
            downloadNanos += profile.getDeviceReadTime();
        }
    }

    /** {@return milliseconds in kernels of the last run; 0 without profiler} */
    double kernelMillis() {
        return kernelNanos / 1e6;
    }

    /** {@return milliseconds from host to device of the last run; 0 without profiler} */
    double uploadMillis() {
        return uploadNanos / 1e6;
    }

    /** {@return milliseconds from device to host of the last run; 0 without profiler} */
    double downloadMillis() {
        return downloadNanos / 1e6;
    }

    @Override
    public void close() {
        memory.close();
    }
}
