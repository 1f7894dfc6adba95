package io.deltaframe.operators.network;

import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.layout.Workspace;

/**
 * Of one bottleneck with a long-term part, the maps of the segment to the left of those that are computed: what their
 * motion excitation and their temporal convolution read of it.
 *
 * @param squeezed what motion excitation's squeeze made of the segment: one image with a border of 1
 * @param excited  the excited segment: one image
 */
record LeftNeighbour(FeatureMap squeezed, FeatureMap excited) {

    /**
     * {@return a neighbour without arrays: those of a window are put in before a run}
     *
     * @param squeezed squeezed maps of this bottleneck
     * @param excited  excited maps of this bottleneck
     */
    static LeftNeighbour layout(FeatureMap squeezed, FeatureMap excited) {
        return new LeftNeighbour(
                new FeatureMap(new Workspace(), 1, squeezed.height, squeezed.width, squeezed.channels, 1),
                new FeatureMap(new Workspace(), 1, excited.height, excited.width, excited.channels, 0));
    }

    /** {@return one of the same layout, with arrays of zeros} */
    LeftNeighbour allocated() {
        return new LeftNeighbour(
                new FeatureMap(1, squeezed.height, squeezed.width, squeezed.channels, 1),
                new FeatureMap(1, excited.height, excited.width, excited.channels, 0));
    }

    /** {@return bytes of its arrays} */
    long bytes() {
        return (long) Float.BYTES * (squeezed.data.length + excited.data.length);
    }

    /** Works on the arrays of another from now on, or on none. */
    void bind(LeftNeighbour other) {
        squeezed.data = other == null ? null : other.squeezed.data;
        excited.data = other == null ? null : other.excited.data;
    }
}
