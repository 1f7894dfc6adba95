package io.deltaframe.tornado.network;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Sizes;
import io.deltaframe.tdn.engine.Taps;
import io.deltaframe.tornado.device.Device;
import io.deltaframe.tornado.device.DeviceFailureException;
import io.deltaframe.tornado.program.ClassifyProgram;
import io.deltaframe.tornado.program.DeviceProgram;
import io.deltaframe.tornado.program.EncodeProgram;
import io.deltaframe.tornado.program.SizedPrograms;
import io.deltaframe.tornado.weights.NetworkWeights;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;

/**
 * A network on a device. Weights, maps and encoded segments stay there; bytes go over a segment at a time, logits come
 * back. Callers take turns: a device runs one of them at a time anyhow. After a failure of the device the network is of
 * no use any more and says so.
 */
public final class TornadoNetwork implements CompiledNetwork {

    private final NetworkWeights weights;
    private final NetworkMemory memory;
    private final Taps taps;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile boolean closed;
    private final Consumer<DeviceFailureException> failed;
    private DeviceFailureException failure;

    /**
     * Makes room on the device, compiles the graphs and runs them once.
     *
     * @param weights     the network's weights
     * @param device      where it runs
     * @param clipsAtOnce clips it has room for at a time
     * @param taps        who receives intermediate results, those of each run of the device apart
     * @param failed      told when TornadoVM fails
     * @throws EngineException if the device has not enough memory, or TornadoVM fails
     */
    public TornadoNetwork(NetworkWeights weights, Device device, int clipsAtOnce, Taps taps,
            Consumer<DeviceFailureException> failed) throws EngineException {
        this.weights = weights;
        this.failed = failed;
        this.taps = taps;
        this.memory = new NetworkMemory(weights, device, clipsAtOnce, taps != Taps.NONE);
        if (taps == Taps.NONE) {
            try {
                memory.reserveStandard();
                GraphWarmUp.run(this);
            } catch (EngineException | RuntimeException e) {
                memory.close();
                throw e;
            }
        }
    }

    @Override
    public Architecture architecture() {
        return weights.architecture();
    }

    @Override
    public SegmentFeatures newFeatures(int height, int width) {
        checkOpen();
        Sizes.checkFrame(height, width);
        return new TornadoFeatures(this, height, width,
                memory.slots().take(SizedPrograms.featureFloats(architecture(), height, width)));
    }

    /** Gives the place of features back. */
    void free(int place) {
        memory.slots().giveBack(place);
    }

    @Override
    public void encode(byte[] frames, SegmentFeatures... into) throws EngineException {
        checkOpen();
        TornadoFeatures[] features = own(into);
        Sizes.checkSegments(frames, features);
        if (features.length == 0) {
            return;
        }
        int height = features[0].height();
        int width = features[0].width();
        inTurn(() -> {
            SizedPrograms programs = memory.use(height, width);
            for (int first = 0; first < features.length; first += programs.segmentsAtOnce()) {
                int count = Math.min(programs.segmentsAtOnce(), features.length - first);
                EncodeProgram program = programs.encode(count);
                for (int s = 0; s < count; s++) {
                    memory.plan().segment(frames, (first + s) * programs.segmentBytes(), programs.segmentBytes());
                    memory.run(program.inputs().get(s));
                }
                program.into(memory.positions(features, first, count));
                run(program.entries());
            }
        });
    }

    @Override
    public void classify(SegmentFeatures[] segments, float[][] logits) throws EngineException {
        checkOpen();
        TornadoFeatures[] features = own(segments);
        int perClip = architecture().segments();
        Sizes.checkClips(architecture(), features, logits);
        if (features.length == 0) {
            return;
        }
        inTurn(() -> {
            SizedPrograms programs = memory.use(features[0].height(), features[0].width());
            for (int first = 0; first < logits.length; first += programs.clipsAtOnce()) {
                int count = Math.min(programs.clipsAtOnce(), logits.length - first);
                ClassifyProgram program = programs.classify(count);
                program.from(memory.positions(features, first * perClip, count * perClip));
                run(program.entries());
                for (int clip = 0; clip < count; clip++) {
                    memory.plan().logits(clip * architecture().classes(), logits[first + clip]);
                }
            }
        });
    }

    private void run(Iterable<DeviceProgram.Entry> entries) throws EngineException {
        for (DeviceProgram.Entry entry : entries) {
            TornadoExecutionResult result = memory.run(entry.launch());
            if (entry.tap() != null) {
                TappedMap.show(entry, memory.plan().download(result), taps);
            }
        }
    }

    @FunctionalInterface
    private interface DeviceWork {
        void run() throws EngineException;
    }

    private void inTurn(DeviceWork work) throws EngineException {
        try {
            alone(work);
        } catch (DeviceFailureException e) {
            // Not within the turn: whoever hears of it may close the network.
            failed.accept(e);
            throw e;
        }
    }

    private void alone(DeviceWork work) throws EngineException {
        turn.lock();
        try {
            checkOpen();
            if (failure != null) {
                throw new EngineException(failure.getMessage(), failure);
            }
            work.run();
        } catch (DeviceFailureException e) {
            failure = e;
            throw e;
        } finally {
            turn.unlock();
        }
    }

    private TornadoFeatures[] own(SegmentFeatures[] segments) {
        TornadoFeatures[] own = segments instanceof TornadoFeatures[] features ? features
                : Arrays.copyOf(segments, segments.length, TornadoFeatures[].class);
        for (TornadoFeatures features : own) {
            if (features.network() != this) {
                throw new IllegalArgumentException("segment features were made by another network");
            }
        }
        return own;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the network is closed");
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            if (!closed) {
                closed = true;
                memory.close();
            }
        } finally {
            turn.unlock();
        }
    }
}
