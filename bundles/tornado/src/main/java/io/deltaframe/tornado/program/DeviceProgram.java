package io.deltaframe.tornado.program;

import io.deltaframe.tornado.device.GraphLaunch;
import io.deltaframe.tornado.device.GraphShapes;
import io.deltaframe.tornado.kernels.ConvolutionWeights;
import io.deltaframe.tornado.kernels.KernelStep;
import io.deltaframe.tornado.kernels.KernelSteps;
import io.deltaframe.tornado.kernels.MapLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Launches in order, on maps that lie one behind the other from a position on. Maps have room for {@code capacity}
 * images, the steps work on {@code images} of them: so programs for fewer images find the borders of the maps where
 * they were cleared.
 */
public final class DeviceProgram {

    private final GraphShapes graphs;
    private final int capacity;
    private final int images;
    private final boolean tapped;
    private final List<Entry> entries = new ArrayList<>();
    private final List<KernelStep> steps = new ArrayList<>();
    private long end;

    /**
     * A launch, and what may be looked at after it.
     *
     * @param launch the launch
     * @param tap    name of a result, or null
     * @param map    where it is
     * @param images images that mean something
     */
    public record Entry(GraphLaunch launch, String tap, MapLayout map, int images) { }

    /**
     * An empty program.
     *
     * @param graphs   where it finds its graphs
     * @param base     position of its first map
     * @param capacity images its maps have room for
     * @param images   images it works on
     * @param tapped   whether somebody wants to see intermediate results: launches then end where there is one
     */
    DeviceProgram(GraphShapes graphs, int base, int capacity, int images, boolean tapped) {
        this.graphs = graphs;
        this.end = base;
        this.capacity = capacity;
        this.images = images;
        this.tapped = tapped;
    }

    int images() {
        return images;
    }

    /** {@return position behind the last map} */
    int end() {
        return position();
    }

    List<Entry> entries() {
        return entries;
    }

    private int position() {
        if (end > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("frames are too large: the maps of a network would take "
                    + end * Float.BYTES / (1 << 20) + " MB");
        }
        return (int) end;
    }

    /** {@return a new map with room for {@code capacity} times {@code share} images} */
    MapLayout map(int share, int height, int width, int channels, int pad) {
        MapLayout map = new MapLayout(position(), share * capacity, height, width, channels, pad);
        end += map.floats();
        position();
        return map;
    }

    MapLayout map(int height, int width, int channels, int pad) {
        return map(1, height, width, channels, pad);
    }

    void add(KernelStep step) {
        steps.add(step);
    }

    /**
     * Appends a convolution into a new map.
     *
     * @param weights its weights
     * @param in      input
     * @param pad     border of the new map
     * @param relu    whether a ReLU follows
     * @return the new map
     */
    MapLayout convolve(ConvolutionWeights weights, MapLayout in, int pad, boolean relu) {
        MapLayout out = outputOf(weights, in, pad);
        add(KernelSteps.convolution(weights, in, out, images, false, relu));
        return out;
    }

    MapLayout outputOf(ConvolutionWeights weights, MapLayout in, int pad) {
        return map(weights.outputSize(in.height()), weights.outputSize(in.width()), weights.outChannels(), pad);
    }

    /** Ends a launch: what comes next is in another graph. */
    GraphLaunch cut() {
        GraphLaunch launch = new GraphLaunch(graphs, steps);
        entries.add(new Entry(launch, null, null, 0));
        steps.clear();
        return launch;
    }

    /**
     * Shows a map to the taps, if there are any.
     *
     * @param name name of the result
     * @param map  the map
     */
    void tap(String name, MapLayout map) {
        if (tapped && !steps.isEmpty()) {
            entries.add(new Entry(new GraphLaunch(graphs, steps), name, map, images));
            steps.clear();
        } else if (tapped) {
            Entry last = entries.removeLast();
            entries.add(new Entry(last.launch(), name, map, images));
        }
    }
}
