package io.deltaframe.operators.program;

import io.deltaframe.operators.convolution.PackedConvolution;
import io.deltaframe.operators.convolution.SpatialConvolution;
import io.deltaframe.operators.convolution.WinogradScratch;
import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.layout.Workspace;
import io.deltaframe.operators.tile.Im2colBuffer;
import io.deltaframe.tdn.engine.Taps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps in order, bound to the feature maps they work on. Built once for a size of input, then run as often as wanted,
 * by one caller at a time.
 */
public final class Program {

    private final WorkerPool pool;
    private final WorkerPool.Job job = new WorkerPool.Job();
    private final Taps taps;
    private final Map<String, List<float[]>> tapped = new LinkedHashMap<>();
    private final Map<String, int[]> tappedShapes = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Workspace workspace = new Workspace();
    private final WinogradScratch winogradScratch;
    private final Im2colBuffer im2col;

    /**
     * An empty program.
     *
     * @param pool where it runs
     * @param taps who receives intermediate results
     */
    public Program(WorkerPool pool, Taps taps) {
        this.pool = pool;
        this.taps = taps;
        this.winogradScratch = new WinogradScratch(workspace, pool.threads());
        this.im2col = new Im2colBuffer(workspace, pool.threads());
    }

    /**
     * Appends a step.
     *
     * @param step the step
     * @param <S>  its type
     * @return the step
     */
    public <S extends Step> S add(S step) {
        steps.add(step);
        return step;
    }

    /**
     * {@return a new map for the output of a bottleneck's 3x3 convolution}
     *
     * @param workspace   where its array comes from
     * @param convolution the convolution
     * @param in          its input
     */
    public static FeatureMap spatialOutputOf(Workspace workspace, SpatialConvolution convolution, FeatureMap in) {
        int stride = convolution.stride();
        return new FeatureMap(workspace, in.images, (in.height - 1) / stride + 1, (in.width - 1) / stride + 1,
                convolution.outChannels(), 0);
    }

    /** {@return where maps come from: there is no array before all steps have been added} */
    public Workspace workspace() {
        return workspace;
    }

    /** {@return the buffer in which all convolutions of this program gather their inputs} */
    public Im2colBuffer im2col() {
        return im2col;
    }

    /** {@return the scratch that all Winograd convolutions of this program share} */
    WinogradScratch winogradScratch() {
        return winogradScratch;
    }

    /**
     * {@return a new map for a convolution's output}
     *
     * @param workspace   where its array comes from
     * @param convolution the convolution
     * @param in          its input, or one image of it
     * @param images      images of the output
     * @param pad         border of the new map
     */
    public static FeatureMap outputOf(Workspace workspace, PackedConvolution convolution, FeatureMap in, int images,
            int pad) {
        int lost = 2 * convolution.padding - convolution.kernel;
        return new FeatureMap(workspace, images, (in.height + lost) / convolution.stride + 1,
                (in.width + lost) / convolution.stride + 1, convolution.outChannels, pad);
    }

    /**
     * Shows a map to the taps each time the program comes here; nothing where nobody listens.
     *
     * @param name name of the result
     * @param map  the map
     */
    public void tap(String name, FeatureMap map) {
        if (taps != Taps.NONE) {
            add(new Step() {
                @Override
                public int tasks() {
                    return 1;
                }

                @Override
                public void run(int task, int slot) {
                    record(name, new int[] {map.images, map.channels, map.height, map.width}, map.toNchw());
                }
            });
        }
    }

    private void record(String name, int[] shape, float[] nchw) {
        tappedShapes.put(name, shape);
        tapped.computeIfAbsent(name, key -> new ArrayList<>()).add(nchw);
    }

    /** {@return threads that may work on a step} */
    public int slots() {
        return pool.threads();
    }

    /** Makes the array of the {@link #workspace}, after all steps have been added. */
    public void allocate() {
        workspace.allocate();
    }

    /** Runs all steps in order. */
    public void run() {
        for (int i = 0; i < steps.size(); i++) {
            pool.run(job, steps.get(i));
        }
    }

    /** Hands what was tapped since the last time to the taps: the images of all runs, one after the other. */
    public void flushTaps() {
        tapped.forEach((name, parts) -> {
            int[] shape = tappedShapes.get(name).clone();
            shape[0] *= parts.size();
            int length = parts.getFirst().length;
            float[] all = new float[parts.size() * length];
            for (int i = 0; i < parts.size(); i++) {
                System.arraycopy(parts.get(i), 0, all, i * length, length);
            }
            taps.tap(name, shape, all);
        });
        tapped.clear();
    }
}
