package io.deltaframe.tornado.network;

import io.deltaframe.tdn.engine.SegmentFeatures;

/** One encoded segment: a place on the device. */
final class TornadoFeatures implements SegmentFeatures {

    private final TornadoNetwork network;
    private final int height;
    private final int width;
    private final int place;
    private volatile boolean closed;

    TornadoFeatures(TornadoNetwork network, int height, int width, int place) {
        this.network = network;
        this.height = height;
        this.width = width;
        this.place = place;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int width() {
        return width;
    }

    TornadoNetwork network() {
        return network;
    }

    /** {@return the place, counted from the end of the maps} */
    int place() {
        if (closed) {
            throw new IllegalStateException("segment features are closed");
        }
        return place;
    }

    @Override
    public void close() {
        boolean first;
        synchronized (this) {
            first = !closed;
            closed = true;
        }
        if (first) {
            network.free(place);
        }
    }
}
