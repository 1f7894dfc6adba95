package io.deltaframe.operators.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.fixtures.Golden;
import io.deltaframe.goldens.GoldenCheckpoint;
import io.deltaframe.goldens.GoldenRun;
import io.deltaframe.operators.program.WorkerPool;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.engine.AdvancingWindow;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.Taps;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows that advance along a stream, against plain loops and against whole clips. */
class SimdWindowTest {

    private static final int SIZE = 64;
    private static final int STREAM = 18;
    private static final double TOLERANCE = 1e-4;

    private final WorkerPool pool = new WorkerPool(2);
    private NetworkPlan plan;
    private CompiledNetwork network;
    private SimdFeatures[] stream;

    @BeforeEach
    void encode() throws Exception {
        plan = GoldenCheckpoint.plan(Golden.load("tiny-8f"));
        network = new SimdNetwork(PackedNetwork.load(plan), pool, Taps.NONE);
        stream = new SimdFeatures[STREAM];
        for (int s = 0; s < STREAM; s++) {
            stream[s] = (SimdFeatures) network.newFeatures(SIZE, SIZE);
        }
        network.encode(Golden.frames(STREAM * 5, SIZE, SIZE), stream);
    }

    @AfterEach
    void stop() {
        network.close();
        pool.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 1", "3, 2", "3, 3", "5, 2", "7, 1", "7, 7"})
    void advancesAsPlainLoopsDo(int recomputed, int advance) throws Exception {
        AdvancingWindow window = network.newWindow(SIZE, SIZE, recomputed, advance).orElseThrow();
        ReferenceWindow reference = new ReferenceWindow(plan);
        float[] logits = new float[11];
        window.start(Arrays.copyOf(stream, 8), logits);
        GoldenRun.assertClose(reference.compute(List.of(stream).subList(0, 8)), logits, TOLERANCE, "the start");
        for (int end = 8 + advance; end <= Math.min(STREAM, 8 + 4 * advance); end += advance) {
            SimdFeatures[] newest = Arrays.copyOfRange(stream, end - recomputed, end);
            window.advance(newest, logits);
            reference.advance(advance);
            GoldenRun.assertClose(reference.compute(List.of(newest)), logits, TOLERANCE, "the window to " + end);
        }
    }

    @Test
    void aStartIsAClip() throws Exception {
        AdvancingWindow window = network.newWindow(SIZE, SIZE, 3, 1).orElseThrow();
        float[] logits = new float[11];
        for (int start : new int[] {0, 9, 4}) {
            window.start(clip(start), logits);
            assertArrayEquals(classify(start), logits);
            window.advance(Arrays.copyOfRange(stream, start + 6, start + 9), logits);
        }
    }

    @Test
    void itSaysWhatItKeepsFromOneAdvanceToTheNext() throws Exception {
        AdvancingWindow window = network.newWindow(SIZE, SIZE, 3, 1).orElseThrow();
        assertEquals(0, window.bytes());
        window.start(clip(0), new float[11]);
        long bytes = window.bytes();
        assertTrue(bytes > Float.BYTES * 8L * plan.architecture().classes(), bytes + " bytes");
        window.advance(Arrays.copyOfRange(stream, 6, 9), new float[11]);
        assertEquals(bytes, window.bytes());
    }

    @Test
    void windowsDoNotDisturbEachOther() throws Exception {
        float[] alone = advanced(network.newWindow(SIZE, SIZE, 2, 1).orElseThrow(), 0, 3);
        AdvancingWindow a = network.newWindow(SIZE, SIZE, 2, 1).orElseThrow();
        AdvancingWindow b = network.newWindow(SIZE, SIZE, 2, 1).orElseThrow();
        float[] logits = new float[11];
        float[] others = new float[11];
        a.start(clip(0), logits);
        b.start(clip(5), others);
        for (int i = 1; i <= 3; i++) {
            a.advance(Arrays.copyOfRange(stream, 6 + i, 8 + i), logits);
            b.advance(Arrays.copyOfRange(stream, 11 + i, 13 + i), others);
            classify(i);
        }
        assertArrayEquals(alone, logits);
        assertArrayEquals(advanced(network.newWindow(SIZE, SIZE, 2, 1).orElseThrow(), 5, 3), others);
    }

    @Test
    void whatDoesNotFitIsNamed() {
        AdvancingWindow window = network.newWindow(SIZE, SIZE, 3, 1).orElseThrow();
        float[] logits = new float[11];
        assertEquals("the window has not been started", assertThrows(IllegalStateException.class,
                () -> window.advance(Arrays.copyOf(stream, 3), logits)).getMessage());
        assertMessage("the window computes 8 segments but 3 were given",
                () -> window.start(Arrays.copyOf(stream, 3), logits));
        assertMessage("logits need room for 11 classes but have 2", () -> window.start(clip(0), new float[2]));
        assertMessage("the window is for frames of 80x64 but segments of 64x64 were given",
                () -> network.newWindow(SIZE, 80, 3, 1).orElseThrow().start(clip(0), logits));
        assertMessage("cannot advance by 4 and compute 3", () -> network.newWindow(SIZE, SIZE, 3, 4));
        assertMessage("cannot advance by 1 and compute 8", () -> network.newWindow(SIZE, SIZE, 8, 1));
        assertMessage("cannot advance by 0 and compute 3", () -> network.newWindow(SIZE, SIZE, 3, 0));
    }

    @Test
    void aClosedNetworkEndsItsWindows() throws Exception {
        AdvancingWindow window = network.newWindow(SIZE, SIZE, 3, 1).orElseThrow();
        window.start(clip(0), new float[11]);
        network.close();
        assertThrows(IllegalStateException.class, () -> window.advance(Arrays.copyOf(stream, 3), new float[11]));
    }

    private SimdFeatures[] clip(int start) {
        return Arrays.copyOfRange(stream, start, start + 8);
    }

    private float[] classify(int start) throws Exception {
        float[][] logits = new float[1][11];
        network.classify(clip(start), logits);
        return logits[0];
    }

    private float[] advanced(AdvancingWindow window, int start, int times) throws Exception {
        float[] logits = new float[11];
        window.start(clip(start), logits);
        for (int i = 1; i <= times; i++) {
            window.advance(Arrays.copyOfRange(stream, start + 6 + i, start + 8 + i), logits);
        }
        return logits;
    }

    private static void assertMessage(String part, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
