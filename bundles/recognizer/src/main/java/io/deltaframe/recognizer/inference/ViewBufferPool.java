package io.deltaframe.recognizer.inference;

import io.deltaframe.tdn.engine.SegmentFeatures;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntFunction;

/**
 * Buffers that views are computed in, kept between calls: one a call at a time, and no more kept than a bound. Safe for
 * several threads. After {@link #close} buffers that come back are freed at once.
 */
final class ViewBufferPool implements AutoCloseable {

    private final int segments;
    private final IntFunction<SegmentFeatures> newFeatures;
    private final int bound;
    private final Deque<ViewBuffer> idle = new ArrayDeque<>();
    private boolean closed;

    /**
     * An empty pool.
     *
     * @param segments    a view has
     * @param newFeatures allocates the features of one segment, for crops of that many pixels a side
     * @param bound       buffers kept at most while nobody uses them
     */
    ViewBufferPool(int segments, IntFunction<SegmentFeatures> newFeatures, int bound) {
        this.segments = segments;
        this.newFeatures = newFeatures;
        this.bound = bound;
    }

    /**
     * {@return a buffer for views of a size, for the caller to close}
     *
     * @param size side of the crops in pixels
     */
    ViewBuffer take(int size) {
        ViewBuffer buffer = idle(size);
        if (buffer == null) {
            return new ViewBuffer(this, segments, newFeatures, size);
        }
        buffer.begin();
        return buffer;
    }

    private synchronized ViewBuffer idle(int size) {
        for (var buffers = idle.iterator(); buffers.hasNext();) {
            ViewBuffer buffer = buffers.next();
            if (buffer.size() == size) {
                buffers.remove();
                return buffer;
            }
        }
        return null;
    }

    /**
     * Takes a buffer back; the one unused for longest is freed when there are too many.
     *
     * @param buffer taken from here
     */
    void giveBack(ViewBuffer buffer) {
        ViewBuffer superfluous = buffer;
        synchronized (this) {
            if (!closed) {
                idle.addFirst(buffer);
                superfluous = idle.size() > bound ? idle.removeLast() : null;
            }
        }
        if (superfluous != null) {
            superfluous.free();
        }
    }

    @Override
    public void close() {
        Deque<ViewBuffer> buffers;
        synchronized (this) {
            closed = true;
            buffers = new ArrayDeque<>(idle);
            idle.clear();
        }
        buffers.forEach(ViewBuffer::free);
    }
}
