package io.deltaframe.tornado.device;

import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tornado.kernels.ConvolutionKernel;
import io.deltaframe.tornado.kernels.FusionKernels;
import io.deltaframe.tornado.kernels.HeadKernels;
import io.deltaframe.tornado.kernels.InputKernels;
import io.deltaframe.tornado.kernels.Kernel;
import io.deltaframe.tornado.kernels.LongTermKernels;
import io.deltaframe.tornado.kernels.PoolingKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A network's task graphs on a device, and its memory there. The first graph brings maps and weights over, once; the
 * others find them there. With each launch travels its table, with those that take a segment its bytes, with the last
 * of a clip the logits. For one thread at a time.
 */
public final class DevicePlan implements AutoCloseable {

    private final Device device;
    private final BufferSizes memory;
    private final FloatArray maps;
    private final FloatArray weights;
    private final FloatArray logits;
    private final ByteArray frames;
    private final IntArray table;
    private final TornadoExecutionPlan plan;

    /**
     * Makes the graphs; each is compiled when it runs for the first time.
     *
     * @param device  where it runs
     * @param shapes  the graphs; the first one must be the first to run
     * @param weights weights of the network
     * @param memory  room it needs
     * @throws EngineException if the host has not enough memory, or TornadoVM fails
     */
    public DevicePlan(Device device, List<List<Kernel>> shapes, FloatArray weights, BufferSizes memory)
            throws EngineException {
        this.device = device;
        this.memory = memory;
        this.weights = weights;
        this.maps = maps(memory.maps());
        this.logits = new FloatArray(memory.logits());
        this.frames = new ByteArray(memory.frames());
        this.table = new IntArray(memory.table());
        ImmutableTaskGraph[] graphs = new ImmutableTaskGraph[shapes.size()];
        for (int g = 0; g < graphs.length; g++) {
            graphs[g] = graph(g, shapes.get(g));
        }
        this.plan = device.call(() -> new TornadoExecutionPlan(graphs).withDevice(device.tornadoDevice()));
    }

    /**
     * TornadoVM has arrays on the host beside those on the device, in memory that the JVM limits to as much as the heap
     * may take.
     */
    private static FloatArray maps(int floats) throws EngineException {
        try {
            return new FloatArray(floats);
        } catch (OutOfMemoryError e) {
            throw new EngineException("not enough memory beside the heap for the maps of a network, " + (floats >> 18)
                    + " MB: raise -Xmx or -XX:MaxDirectMemorySize", e);
        }
    }

    private ImmutableTaskGraph graph(int number, List<Kernel> kernels) {
        TaskGraph graph = new TaskGraph(GraphShapes.graphName(number));
        if (number == 0) {
            graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, maps, weights);
        } else {
            graph.consumeFromDevice(maps, weights);
        }
        graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, table);
        if (kernels.contains(Kernel.NORMALIZE)) {
            graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, frames);
        }
        for (int i = 0; i < kernels.size(); i++) {
            task(graph, GraphShapes.shortTaskName(i), kernels.get(i), i);
        }
        if (kernels.contains(Kernel.LOGITS)) {
            graph.transferToHost(DataTransferMode.EVERY_EXECUTION, logits);
        }
        graph.transferToHost(DataTransferMode.UNDER_DEMAND, maps);
        graph.persistOnDevice(maps, weights);
        return graph.snapshot();
    }

    private void task(TaskGraph graph, String name, Kernel kernel, int step) {
        KernelContext context = new KernelContext();
        switch (kernel) {
            case NORMALIZE ->
                    graph.task(name, InputKernels::tdnNormalize, context, frames, maps, weights, table, step);
            case FRAME_DIFFERENCE ->
                    graph.task(name, InputKernels::tdnFrameDifference, context, frames, maps, weights, table, step);
            case CONVOLUTION ->
                    graph.task(name, ConvolutionKernel::tdnConvolution, context, maps, weights, table, step);
            case MAX_POOL ->
                    graph.task(name, PoolingKernels::tdnMaxPool, context, maps, weights, table, step);
            case AVERAGE_POOL ->
                    graph.task(name, PoolingKernels::tdnAveragePool, context, maps, weights, table, step);
            case GLOBAL_AVERAGE_POOL ->
                    graph.task(name, PoolingKernels::tdnGlobalAveragePool, context, maps, weights, table, step);
            case FUSE ->
                    graph.task(name, FusionKernels::tdnFuse, context, maps, weights, table, step);
            case UPSAMPLE ->
                    graph.task(name, FusionKernels::tdnUpsample, context, maps, weights, table, step);
            case GATHER ->
                    graph.task(name, FusionKernels::tdnGather, context, maps, weights, table, step);
            case SEGMENT_DIFFERENCE ->
                    graph.task(name, LongTermKernels::tdnSegmentDifference, context, maps, weights, table, step);
            case EXCITE ->
                    graph.task(name, LongTermKernels::tdnExcite, context, maps, weights, table, step);
            case TEMPORAL_CONVOLUTION ->
                    graph.task(name, LongTermKernels::tdnTemporalConvolution, context, maps, weights, table, step);
            case CONSENSUS ->
                    graph.task(name, HeadKernels::tdnConsensus, context, maps, weights, table, step);
            case LOGITS ->
                    graph.task(name, HeadKernels::tdnLogits, context, maps, weights, logits, table, step);
            case CLEAR ->
                    graph.task(name, HeadKernels::tdnClear, context, maps, weights, table, step);
        }
    }

    public BufferSizes memory() {
        return memory;
    }

    /**
     * Puts a segment's bytes where the next launch takes them.
     *
     * @param bytes  holds them
     * @param offset of the first
     * @param length how many
     */
    public void segment(byte[] bytes, int offset, int length) {
        MemorySegment.copy(bytes, offset, frames.getSegment(), ValueLayout.JAVA_BYTE, 0, length);
    }

    /**
     * Runs a launch to its end.
     *
     * @param launch the launch
     * @return what can be brought to the host
     * @throws EngineException if TornadoVM fails
     */
    public TornadoExecutionResult run(GraphLaunch launch) throws EngineException {
        int[] numbers = launch.table();
        MemorySegment.copy(numbers, 0, table.getSegment(), ValueLayout.JAVA_INT, 0, numbers.length);
        return device.call(() -> plan.withGraph(launch.graph()).withGridScheduler(launch.grids()).execute());
    }

    /**
     * Reads logits of the last launch that made some.
     *
     * @param first place of the first
     * @param into  as many as there is room
     */
    public void logits(int first, float[] into) {
        MemorySegment.copy(logits.getSegment(), ValueLayout.JAVA_FLOAT, (long) first * Float.BYTES, into, 0,
                into.length);
    }

    /**
     * Brings all maps to the host.
     *
     * @param after the result of the last launch
     * @return the maps
     * @throws EngineException if TornadoVM fails
     */
    public FloatArray download(TornadoExecutionResult after) throws EngineException {
        device.call(() -> after.transferToHost(maps));
        return maps;
    }

    /**
     * Puts values into the maps before the first launch takes them over.
     *
     * @param from   holds them
     * @param at     place of the first there
     * @param to     place of the first here
     * @param floats how many
     */
    public void preset(FloatArray from, int at, int to, int floats) {
        MemorySegment.copy(from.getSegment(), (long) at * Float.BYTES, maps.getSegment(), (long) to * Float.BYTES,
                (long) floats * Float.BYTES);
    }

    @Override
    public void close() {
        try {
            plan.freeDeviceMemory();
            plan.close();
        } catch (TornadoExecutionPlanException e) {
            throw new IllegalStateException("TornadoVM does not close a plan on " + device.description() + ": "
                    + e.getMessage(), e);
        }
    }
}
