package io.deltaframe.operators.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The peer runs. */
class OnnxRuntimeClipTest {

    @ParameterizedTest
    @EnumSource
    void computesLogits(OnnxRuntimeClip.Graph graph) throws Exception {
        try (OnnxRuntimeClip clip = new OnnxRuntimeClip(graph, 2)) {
            float[] logits = clip.run();
            assertEquals(174, logits.length);
            assertTrue(Float.isFinite(logits[0]) && logits[0] != 0);
            assertArrayEquals(logits, clip.run());
        } catch (LinkageError e) {
            System.out.println("skipped: ONNX Runtime has no natives for this platform: " + e.getMessage());
            abort("no natives of ONNX Runtime");
        }
    }
}
