package io.deltaframe.operators;

import io.deltaframe.tdn.engine.SegmentFeatures;

/**
 * One encoded segment, in arrays of its own: of the fused output of stage 1 what the first bottleneck of stage 2 makes of it,
 * squeezed and projected, before segments meet. Together they are as large as that output.
 */
final class SimdFeatures implements SegmentFeatures {

    private final SimdNetwork network;
    private final int height;
    private final int width;
    private final FeatureMap squeezed;
    private final FeatureMap projected;
    private volatile boolean closed;

    SimdFeatures(SimdNetwork network, int height, int width, FeatureMap squeezed, FeatureMap projected) {
        this.network = network;
        this.height = height;
        this.width = width;
        this.squeezed = squeezed;
        this.projected = projected;
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

    /** {@return the squeezed features, one image} */
    FeatureMap squeezed() {
        open();
        return squeezed;
    }

    /** {@return the projected features, one image} */
    FeatureMap projected() {
        open();
        return projected;
    }

    private void open() {
        if (closed) {
            throw new IllegalStateException("segment features are closed");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
