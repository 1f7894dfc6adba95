package io.deltaframe.operators.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.deltaframe.fixtures.Golden;
import io.deltaframe.goldens.GoldenCheckpoint;
import io.deltaframe.operators.program.WorkerPool;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Taps;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Once compiled, a network allocates nothing. This also notices boxing: where C2 gives up inlining in the middle of an
 * operator, each vector becomes an object, the operator takes ten times as long, and results are right all the same.
 */
class AllocationTest {

    private static final int SIZE = 64;
    private static final int SEGMENTS = 8;
    private static final Architecture ARCHITECTURE = new Architecture(List.of(2, 2, 2, 2), 64, 10, SEGMENTS);

    /** Bytes for a clip's own small objects: context bookkeeping. One boxed operator is megabytes. */
    private static final long FEW_BYTES = 64 * 1024;

    /** The compiler takes its time on a busy machine. */
    private static final int PATIENCE = 3000;

    @Test
    void aCompiledNetworkAllocatesNothing() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (WorkerPool pool = new WorkerPool(2);
                CompiledNetwork network = new SimdNetwork(
                        PackedNetwork.load(GoldenCheckpoint.plan(ARCHITECTURE)), pool, Taps.NONE)) {
            byte[] frames = Golden.frames(5 * SEGMENTS, SIZE, SIZE);
            SegmentFeatures[] features = new SegmentFeatures[SEGMENTS];
            for (int s = 0; s < SEGMENTS; s++) {
                features[s] = network.newFeatures(SIZE, SIZE);
            }
            float[][] logits = new float[1][10];
            long allocated = Long.MAX_VALUE;
            for (int clip = 0; clip < PATIENCE && allocated > FEW_BYTES; clip++) {
                long before = threads.getTotalThreadAllocatedBytes();
                network.encode(frames, features);
                network.classify(features, logits);
                allocated = threads.getTotalThreadAllocatedBytes() - before;
            }
            long last = allocated;
            assertTrue(last <= FEW_BYTES, () -> "after " + PATIENCE + " clips, one still allocates " + last + " bytes");
        }
    }
}
