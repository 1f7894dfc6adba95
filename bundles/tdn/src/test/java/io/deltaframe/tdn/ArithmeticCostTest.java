package io.deltaframe.tdn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import io.deltaframe.tdn.checkpoint.MemoryChannel;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArithmeticCostTest {

    private static ArithmeticCost cost(Architecture architecture, int size) throws Exception {
        try (Checkpoint any = Checkpoints.open(new MemoryChannel(Fixtures.bytes("checkpoints/tiny-8f.safetensors")),
                "any")) {
            return ArithmeticCost.of(new NetworkPlan(architecture, Normalization.IMAGENET, any), size);
        }
    }

    /** The paper counts multiply-adds: 36 G for ResNet-50 at 8 segments, 72 at 16. */
    @Test
    void theReleasedNetworksCostWhatThePaperSays() throws Exception {
        ArithmeticCost eight = cost(new Architecture(List.of(3, 4, 6, 3), 64, 174, 8), 224);
        assertEquals(36e9, eight.flop() / 2.0, 0.5e9);
        ArithmeticCost sixteen = cost(new Architecture(List.of(3, 4, 6, 3), 64, 174, 16), 224);
        assertEquals(72e9, sixteen.flop() / 2.0, 1e9);
        assertEquals(eight.encode(), sixteen.encode());
        assertEquals(2 * eight.classify(), sixteen.classify());
        assertEquals(8 * 2 * eight.encode() + 2 * eight.classify(), eight.flop());
    }

    /** Width 8, one bottleneck a stage, 32 pixels: 16x16 after the stem, 8x8 after its pool; added up by hand. */
    @Test
    void everyConvolutionCounts() throws Exception {
        ArithmeticCost cost = cost(new Architecture(List.of(1, 1, 1, 1), 16, 2, 1), 32);
        long stem = 16 * 16 * 16L * 147;
        long differences = 8 * 8 * 16L * 588;
        long stage1 = 8 * 8L * (16 * 16 + 9 * 16 * 16 + 16 * 64 + 16 * 64);
        long branch = stage1 / 4;
        assertEquals(stem + differences + stage1 + branch, cost.encode());
        long classify = stage(64, 32, 8, 4) + stage(128, 64, 4, 2) + stage(256, 128, 2, 1) + 512 * 2;
        assertEquals(classify, cost.classify());
    }

    private static long stage(int in, int planes, int size, int after) {
        int squeezed = planes / 16;
        long pixels = (long) size * size;
        long excitation = pixels * (planes * squeezed + 9 * squeezed)
                + 2 * (pixels * (9 * squeezed * squeezed + planes * squeezed) + pixels / 4 * 9 * squeezed * squeezed);
        return pixels * in * planes + excitation + pixels * planes * 3
                + (long) after * after * (9 * planes * planes + 4 * planes * planes + in * 4 * planes);
    }

    @Test
    void framesSmallerThanAnyEngineTakesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> cost(new Architecture(List.of(1, 1, 1, 1), 16, 2, 1), 31));
    }
}
