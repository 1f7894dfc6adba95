package io.deltaframe.operators;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import org.junit.jupiter.api.Test;

/** The peer runs. */
class OnnxRuntimeClipTest {

    @Test
    void computesLogits() throws Exception {
        try (OnnxRuntimeClip clip = new OnnxRuntimeClip(2)) {
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
