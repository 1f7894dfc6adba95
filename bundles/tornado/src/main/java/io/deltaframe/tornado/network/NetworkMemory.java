package io.deltaframe.tornado.network;

import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tornado.device.BufferSizes;
import io.deltaframe.tornado.device.Device;
import io.deltaframe.tornado.device.DevicePlan;
import io.deltaframe.tornado.device.GraphLaunch;
import io.deltaframe.tornado.device.GraphShapes;
import io.deltaframe.tornado.device.SlotAllocator;
import io.deltaframe.tornado.kernels.KernelStep;
import io.deltaframe.tornado.kernels.KernelSteps;
import io.deltaframe.tornado.program.SizedPrograms;
import io.deltaframe.tornado.weights.NetworkWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * A network's memory on its device: the maps of the size of frames in use at the front, encoded segments of all sizes
 * at the end. When larger frames or more segments come than there is room for, it moves to a larger one, which takes as
 * long as compiling the network. All but the slots are for one thread at a time.
 */
public final class NetworkMemory implements AutoCloseable {

    /**
     * Side of the largest frames the released networks are used with, full-size crops: there is room for them from the
     * start.
     */
    private static final int STANDARD_SIZE = 256;
    /** Sizes whose programs are kept. */
    private static final int SIZES = 8;

    private final NetworkWeights weights;
    private final Device device;
    private final int clipsAtOnce;
    private final boolean tapped;
    private final GraphShapes graphs = new GraphShapes();
    private final SlotAllocator slots = new SlotAllocator();
    private final SequencedMap<Long, SizedPrograms> sizes = new LinkedHashMap<>(SIZES, 0.75f, true);
    private DevicePlan plan;
    private SizedPrograms current;
    private boolean cleared;
    private TornadoExecutionResult last;

    public NetworkMemory(NetworkWeights weights, Device device, int clipsAtOnce, boolean tapped) {
        this.weights = weights;
        this.device = device;
        this.clipsAtOnce = clipsAtOnce;
        this.tapped = tapped;
        // The first graph is the one that brings maps and weights over.
        graphs.index(List.of(clear(1).kernel()));
    }

    private static KernelStep clear(int floats) {
        return KernelSteps.clear(0, floats);
    }

    /** {@return places for encoded segments} */
    public SlotAllocator slots() {
        return slots;
    }

    /** {@return the plan of the size in use} */
    public DevicePlan plan() {
        return plan;
    }

    /**
     * Makes room for frames of the standard size and twice the segments that run at once, or for nothing yet where the
     * device is too small for that.
     *
     * @throws EngineException if TornadoVM fails
     */
    void reserveStandard() throws EngineException {
        SizedPrograms standard = programs(STANDARD_SIZE, STANDARD_SIZE);
        int features = SizedPrograms.featureFloats(weights.architecture(), STANDARD_SIZE, STANDARD_SIZE);
        long maps = standard.floats() + 2L * standard.segmentsAtOnce() * features;
        if (maps <= Integer.MAX_VALUE && device.hasRoomFor(4 * maps, 4L * weights.array().getSize())) {
            plan = new DevicePlan(device, graphs.all(), weights.array(),
                    memory(standard, STANDARD_SIZE, STANDARD_SIZE, (int) maps));
        }
    }

    /**
     * Gets ready for frames of a size.
     *
     * @param height rows of a frame
     * @param width  columns of a frame
     * @return their programs
     * @throws EngineException if the device has not enough memory, or TornadoVM fails
     */
    public SizedPrograms use(int height, int width) throws EngineException {
        if (current == null || !current.isFor(height, width)) {
            current = programs(height, width);
            cleared = false;
        }
        long maps = (long) current.floats() + slots.floats();
        if (maps > Integer.MAX_VALUE) {
            throw new EngineException("the maps and encoded segments of a network would take " + (maps >> 18)
                    + " MB on " + device.description() + ", more than one array can have");
        }
        BufferSizes wanted = memory(current, height, width, (int) maps);
        if (plan == null || !plan.memory().suffices(wanted)) {
            move(plan == null ? wanted : plan.memory().atLeast(wanted));
        }
        if (!cleared) {
            // What another size left lies where borders of zeros must be.
            run(new GraphLaunch(graphs, List.of(clear(current.floats()))));
            cleared = true;
        }
        return current;
    }

    private SizedPrograms programs(int height, int width) {
        SizedPrograms programs = sizes.computeIfAbsent((long) height << 32 | width,
                size -> new SizedPrograms(weights, graphs, height, width, clipsAtOnce, tapped));
        if (sizes.size() > SIZES) {
            sizes.pollFirstEntry();
        }
        return programs;
    }

    private BufferSizes memory(SizedPrograms programs, int height, int width, int maps) {
        return new BufferSizes(maps, SizedPrograms.segmentBytes(height, width), programs.tableInts(),
                clipsAtOnce * weights.architecture().classes());
    }

    private void move(BufferSizes wanted) throws EngineException {
        device.check(4L * wanted.maps(), 4L * weights.array().getSize());
        DevicePlan before = plan;
        FloatArray kept = before != null && last != null ? before.download(last) : null;
        plan = null;
        if (before != null) {
            before.close();
        }
        plan = new DevicePlan(device, graphs.all(), weights.array(), wanted);
        if (kept != null) {
            int floats = Math.min(slots.floats(), kept.getSize());
            plan.preset(kept, kept.getSize() - floats, wanted.maps() - floats, floats);
        }
        last = null;
        cleared = false;
    }

    /**
     * Runs a launch to its end.
     *
     * @param launch the launch
     * @return what can be brought to the host
     * @throws EngineException if TornadoVM fails
     */
    public TornadoExecutionResult run(GraphLaunch launch) throws EngineException {
        last = plan.run(launch);
        return last;
    }

    /**
     * {@return where features are}
     *
     * @param features the features
     * @param first    the first of them
     * @param count    how many
     */
    int[] positions(TornadoFeatures[] features, int first, int count) {
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = plan.memory().maps() - features[first + i].place();
        }
        return positions;
    }

    @Override
    public void close() {
        if (plan != null) {
            plan.close();
            plan = null;
        }
    }
}
