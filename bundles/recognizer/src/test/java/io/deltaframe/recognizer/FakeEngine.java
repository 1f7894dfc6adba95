package io.deltaframe.recognizer;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.Engine;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Taps;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine whose logits are a fingerprint of the model's name and version and of the pixels: each segment's bytes
 * hashed, the hashes mixed in the order of the segments; or, if it is to answer by the head, of the pixels with the
 * bias of the head added. Counts what is open, refuses what it is told to, and can hold its callers up.
 */
public final class FakeEngine implements Engine {

    public final String name;
    public final AtomicInteger compiled = new AtomicInteger();
    public final AtomicInteger openNetworks = new AtomicInteger();
    public final AtomicInteger openFeatures = new AtomicInteger();
    public final AtomicInteger encodedSegments = new AtomicInteger();
    public volatile String refusal = "";
    public volatile RuntimeException fault;
    /** Name and version of a model whose networks fail. */
    public volatile String failing = "";
    public volatile Error compileError;
    public volatile boolean answersByHead;
    public volatile int smallest;
    /** Bytes of the heap that each segment's features claim. */
    public volatile long featureBytes;
    public volatile Gate encodeGate = new Gate(false);
    public volatile Gate compileGate = new Gate(false);

    public FakeEngine(String name) {
        this.name = name;
    }

    /** Where callers stop, if it is shut, until they are let through. */
    public static final class Gate {
        public final CountDownLatch reached = new CountDownLatch(1);
        public final CountDownLatch opened = new CountDownLatch(1);

        public Gate(boolean shut) {
            if (!shut) {
                opened.countDown();
            }
        }

        public void pass() {
            reached.countDown();
            try {
                opened.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "fake";
    }

    @Override
    public CompiledNetwork compile(NetworkPlan plan, Taps taps) throws CheckpointException, EngineException {
        compileGate.pass();
        float[] bias = plan.loadHead().bias();
        if (compileError != null) {
            throw compileError;
        }
        if (!refusal.isEmpty()) {
            throw new EngineException(refusal);
        }
        compiled.incrementAndGet();
        openNetworks.incrementAndGet();
        // The plan's words name the checkpoint, which is named after its model
        return answersByHead ? new Network(plan, 0, bias)
                : new Network(plan, plan.toString().hashCode(), new float[bias.length]);
    }

    private final class Network implements CompiledNetwork {
        private final String words;
        private final Architecture architecture;
        private final int seed;
        private final float[] bias;
        private boolean closed;

        Network(NetworkPlan plan, int seed, float[] bias) {
            this.words = plan.toString();
            this.seed = seed;
            this.bias = bias;
            this.architecture = plan.architecture();
        }

        @Override
        public Architecture architecture() {
            return architecture;
        }

        @Override
        public SegmentFeatures newFeatures(int height, int width) {
            if (height < smallest) {
                throw new IllegalArgumentException("frames must be at least " + smallest + " pixels high but are "
                        + height);
            }
            openFeatures.incrementAndGet();
            return new Features(height, width);
        }

        @Override
        public void encode(byte[] frames, SegmentFeatures... into) {
            encodeGate.pass();
            checkOpen();
            if (fault != null) {
                throw fault;
            }
            if (!failing.isEmpty() && words.contains(failing)) {
                throw new IllegalStateException("device lost");
            }
            encodedSegments.addAndGet(into.length);
            int bytes = frames.length / into.length;
            if (bytes * into.length != frames.length || bytes != 15 * into[0].height() * into[0].width()) {
                throw new IllegalArgumentException(frames.length + " bytes for " + into.length + " segments");
            }
            for (int i = 0; i < into.length; i++) {
                ((Features) into[i]).hash = Arrays.hashCode(Arrays.copyOfRange(frames, i * bytes, (i + 1) * bytes));
            }
        }

        @Override
        public void classify(SegmentFeatures[] segments, float[][] logits) {
            checkOpen();
            int hash = seed;
            for (SegmentFeatures segment : segments) {
                hash = 31 * hash + ((Features) segment).hash;
            }
            for (int c = 0; c < logits[0].length; c++) {
                hash = 1_103_515_245 * hash + 12_345;
                logits[0][c] = (hash >>> 16) / 65_536f + bias[c];
            }
        }

        private synchronized void checkOpen() {
            if (closed) {
                throw new IllegalStateException("the network is closed");
            }
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                openNetworks.decrementAndGet();
            }
        }
    }

    private final class Features implements SegmentFeatures {
        private final int height;
        private final int width;
        private int hash;
        private boolean closed;

        Features(int height, int width) {
            this.height = height;
            this.width = width;
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
            return featureBytes;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                openFeatures.decrementAndGet();
            }
        }
    }
}
