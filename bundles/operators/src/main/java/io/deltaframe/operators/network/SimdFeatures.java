package io.deltaframe.operators.network;

import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.layout.Workspace;
import io.deltaframe.tdn.engine.SegmentFeatures;

/**
 * One encoded segment, in arrays of its own: of the fused output of stage 1 what the first bottleneck of stage 2 makes
 * of it, squeezed and projected, before segments meet. Together they are as large as that output.
 */
final class SimdFeatures implements SegmentFeatures {

    private final SimdNetwork network;
    private final int height;
    private final int width;
    private final FeatureMap squeezed;
    private final FeatureMap projected;
    private volatile boolean closed;

    /**
     * Makes room for a segment.
     *
     * @param network   whose
     * @param height    rows of a frame
     * @param width     columns of a frame
     * @param workspace where the array will come from; without one, these are a layout only
     */
    SimdFeatures(SimdNetwork network, int height, int width, Workspace workspace) {
        this.network = network;
        this.height = height;
        this.width = width;
        int rows = quarter(height);
        int columns = quarter(width);
        int channels = network.architecture().width();
        this.squeezed = new FeatureMap(workspace, 1, rows, columns, 2 * channels, 0);
        this.projected = new FeatureMap(workspace, 1, (rows - 1) / 2 + 1, (columns - 1) / 2 + 1, 8 * channels, 0);
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
        long rows = quarter(height);
        long columns = quarter(width);
        long channels = network.architecture().width();
        return Float.BYTES * channels * (2 * rows * columns + 8 * ((rows - 1) / 2 + 1) * ((columns - 1) / 2 + 1));
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
