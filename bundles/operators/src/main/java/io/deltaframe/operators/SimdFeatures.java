package io.deltaframe.operators;

import io.deltaframe.tdn.engine.SegmentFeatures;

/** One encoded segment: the fused output of stage 1, in an array of its own. */
final class SimdFeatures implements SegmentFeatures {

    private final SimdNetwork network;
    private final int height;
    private final int width;
    private volatile FeatureMap map;

    SimdFeatures(SimdNetwork network, int height, int width, FeatureMap map) {
        this.network = network;
        this.height = height;
        this.width = width;
        this.map = map;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int width() {
        return width;
    }

    /** {@return whose features these are} */
    SimdNetwork network() {
        return network;
    }

    /** {@return the features, one image} */
    FeatureMap map() {
        FeatureMap current = map;
        if (current == null) {
            throw new IllegalStateException("segment features are closed");
        }
        return current;
    }

    /** {@return the features' array} */
    float[] data() {
        return map().data;
    }

    @Override
    public void close() {
        map = null;
    }
}
