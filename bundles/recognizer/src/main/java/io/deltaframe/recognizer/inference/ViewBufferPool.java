package io.deltaframe.recognizer.inference;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.SegmentFeatures;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Memory that views are computed in, kept between calls: one room a call at a time, and no more kept than a bound. Safe for
 * several threads. After {@link #close} rooms that come back are freed at once.
 */
public final class ViewBufferPool implements AutoCloseable {

    private final CompiledNetwork network;
    private final int bound;
    private final Deque<ViewBuffer> idle = new ArrayDeque<>();
    private boolean closed;

    /**
     * An empty pool.
     *
     * @param network makes room for encoded segments
     * @param bound   rooms kept at most while nobody uses them
     */
    public ViewBufferPool(CompiledNetwork network, int bound) {
        this.network = network;
        this.bound = bound;
    }

    /**
     * {@return a room for views of a size, for the caller to give back}
     *
     * @param size side of the crops in pixels
     */
    public ViewBuffer take(int size) {
        synchronized (this) {
            for (var buffers = idle.iterator(); buffers.hasNext();) {
                ViewBuffer buffer = buffers.next();
                if (buffer.size == size) {
                    buffers.remove();
                    return buffer;
                }
            }
        }
        return new ViewBuffer(network, size);
    }

    /**
     * Takes a room back; the one unused for longest is freed when there are too many.
     *
     * @param buffer taken from here
     */
    public void giveBack(ViewBuffer buffer) {
        ViewBuffer superfluous = buffer;
        synchronized (this) {
            if (!closed) {
                idle.addFirst(buffer);
                superfluous = idle.size() > bound ? idle.removeLast() : null;
            }
        }
        if (superfluous != null) {
            superfluous.close();
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
        buffers.forEach(ViewBuffer::close);
    }

    /** What one view is computed in: the bytes of its segments and their encoded features. For one thread at a time. */
    public static final class ViewBuffer implements AutoCloseable {

        private final int size;
        private final int segmentBytes;
        private final SegmentFeatures[] features;
        private byte[] bytes;

        private ViewBuffer(CompiledNetwork network, int size) {
            this.size = size;
            this.segmentBytes = Math.multiplyExact(3 * Architecture.FRAMES_PER_SEGMENT, Math.multiplyExact(size, size));
            int segments = network.architecture().segments();
            this.bytes = new byte[Math.multiplyExact(segments, segmentBytes)];
            this.features = new SegmentFeatures[segments];
            try {
                for (int t = 0; t < segments; t++) {
                    features[t] = network.newFeatures(size, size);
                }
            } catch (RuntimeException | Error e) {
                close();
                throw e;
            }
        }

        /** {@return bytes of one segment} */
        public int segmentBytes() {
            return segmentBytes;
        }

        /**
         * {@return an array of exactly as many segments, with what the last view left in it}
         *
         * @param segments how many, at most the network's
         */
        public byte[] bytes(int segments) {
            if (bytes.length != segments * segmentBytes) {
                bytes = new byte[segments * segmentBytes];
            }
            return bytes;
        }

        /** {@return room for the network's encoded segments; not to be written to} */
        public SegmentFeatures[] features() {
            return features;
        }

        @Override
        public void close() {
            for (SegmentFeatures buffer : features) {
                if (buffer != null) {
                    buffer.close();
                }
            }
        }
    }
}
