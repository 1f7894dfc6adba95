package io.deltaframe.scalar.network;

import io.deltaframe.scalar.loop.Planes;
import io.deltaframe.tdn.engine.SegmentFeatures;

/** One encoded segment: the fused output of stage 1. */
final class ScalarFeatures implements SegmentFeatures {

    private final ScalarNetwork network;
    private final int height;
    private final int width;
    private volatile Planes maps;

    /**
     * Makes room for a segment.
     *
     * @param network whose
     * @param height  rows of a frame
     * @param width   columns of a frame
     */
    ScalarFeatures(ScalarNetwork network, int height, int width) {
        this.network = network;
        this.height = height;
        this.width = width;
        this.maps = new Planes(1, quarter(height), quarter(width), 4 * network.architecture().width());
    }

    /** Stem and max pool each take {@code (size - 1) / 2 + 1}. */
    private static int quarter(int size) {
        return ((size - 1) / 2) / 2 + 1;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public long heapBytes() {
        return 4L * Float.BYTES * network.architecture().width() * quarter(height) * quarter(width);
    }

    /** {@return whose features these are} */
    ScalarNetwork network() {
        return network;
    }

    /** {@return the maps, one image} */
    Planes maps() {
        Planes open = maps;
        if (open == null) {
            throw new IllegalStateException("segment features are closed");
        }
        return open;
    }

    @Override
    public void close() {
        maps = null;
    }
}
