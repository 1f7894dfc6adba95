package io.deltaframe.operators.program;

import static io.deltaframe.operators.program.OperatorAssertions.assertBorderIsZero;
import static io.deltaframe.operators.program.OperatorAssertions.assertNear;
import static io.deltaframe.operators.program.OperatorAssertions.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.layout.Lanes;
import io.deltaframe.tdn.Normalization;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operators beside convolutions against their definitions, over sizes that fit no vector. */
class OperatorsTest {

    private final Random random = new Random(20);

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 3, 9", "7, 8, 16", "9, 5, 33", "14, 15, 64"})
    void maxPoolIsItsDefinition(int height, int width, int channels) {
        float[] input = ReferenceOperators.random(random, channels * height * width);
        for (int i = 0; i < input.length; i++) {
            input[i] = Math.max(0, input[i]);
        }
        FeatureMap in = new FeatureMap(1, height, width, channels, 1);
        ReferenceOperators.fill(in, input);
        FeatureMap out = new FeatureMap(1, (height - 1) / 2 + 1, (width - 1) / 2 + 1, channels, 0);
        run(new MaxPoolStep(in, out));
        assertArrayEquals(ReferenceOperators.maxPool(input, channels, height, width), out.toNchw());
    }

    @ParameterizedTest
    @CsvSource({"32, 32", "33, 35", "50, 31", "17, 64"})
    void inputsAreNormalisedAndDifferencesAveraged(int height, int width) {
        byte[] frames = new byte[3 + 5 * height * width * 3];
        random.nextBytes(frames);
        byte[] segment = Arrays.copyOfRange(frames, 3, frames.length);
        Normalization normalization = Normalization.IMAGENET;
        double[] mean = {0.485, 0.456, 0.406};
        double[] std = {0.229, 0.224, 0.225};
        FeatureMap rgb = FeatureMap.dense(1, height, width, 3, 3);
        FeatureMap differences = FeatureMap.dense(1, height / 2, width / 2, 12, 3);
        InputStep step = new InputStep(normalization, rgb, differences);
        step.segment(frames, 3);
        run(step);

        float[] expected = new float[3 * height * width];
        for (int i = 0; i < expected.length; i++) {
            int c = i / (height * width);
            expected[i] = (float) ReferenceOperators.normalized(segment, height, width, 2, i / width % height,
                    i % width, c, mean, std);
        }
        assertNear(expected, rgb.toNchw());
        assertBorderIsZero(rgb);

        float[] scaled = differences.toNchw();
        int pixels = (height / 2) * (width / 2);
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= (float) (1 / (4 * 255 * std[i / pixels % 3]));
        }
        assertNear(ReferenceOperators.differences(segment, height, width, mean, std), scaled);
        assertBorderIsZero(differences);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "28, 56", "7, 14", "5, 11", "4, 9", "13, 27", "3, 7", "29, 57", "31, 63", "1, 3", "333, 667"})
    void nearestFollowsTheFloorOfTheExactRatio(int in, int out) {
        int[] places = FusionStep.nearest(in, out);
        for (int i = 0; i < out; i++) {
            assertEquals((int) ((long) i * in / out), places[i], "place " + i);
        }
    }

    @Test
    void fusionMixesInTheGivenShares() {
        float[] rgbValues = ReferenceOperators.random(random, 9 * 7 * 5);
        float[] branchValues = ReferenceOperators.random(random, 9 * 3 * 2);
        FeatureMap rgb = new FeatureMap(1, 7, 5, 9, 0);
        FeatureMap branch = new FeatureMap(1, 3, 2, 9, 0);
        ReferenceOperators.fill(rgb, rgbValues);
        ReferenceOperators.fill(branch, branchValues);
        FusionStep step = new FusionStep(rgb, branch, 0.75f, 0.25f, rgb);
        run(step);
        float[] expected = new float[rgbValues.length];
        for (int i = 0; i < expected.length; i++) {
            int y = i / 5 % 7;
            int x = i % 5;
            expected[i] = 0.75f * rgbValues[i] + 0.25f * branchValues[i / 35 * 6 + y * 3 / 7 * 2 + x * 2 / 5];
        }
        assertNear(expected, rgb.toNchw());
    }

    @Test
    void tanhIsAccurateEverywhere() {
        float[] values = new float[4096 * Lanes.L];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i - values.length / 2) * (24f / values.length);
        }
        float[] result = values.clone();
        ExcitationStep.tanh(result, 0, result.length);
        double worst = 0;
        for (int i = 0; i < values.length; i++) {
            worst = Math.max(worst, Math.abs(result[i] - Math.tanh(values[i])));
        }
        assertTrue(worst < 4e-7, "off by " + worst);
        float[] ends = new float[Lanes.L];
        Arrays.fill(ends, Float.POSITIVE_INFINITY);
        ends[1] = Float.NEGATIVE_INFINITY;
        ends[2] = Float.NaN;
        ExcitationStep.tanh(ends, 0, 1);
        assertEquals(1f, ends[0], 1e-6f);
        assertEquals(-1f, ends[1], 1e-6f);
        assertTrue(Float.isNaN(ends[2]), "a NaN must stay visible");
    }
}
