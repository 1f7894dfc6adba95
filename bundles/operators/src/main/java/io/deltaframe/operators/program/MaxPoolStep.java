package io.deltaframe.operators.program;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;

import io.deltaframe.operators.layout.FeatureMap;
import jdk.incubator.vector.FloatVector;

/**
 * Maximum over 3x3 pixels, step 2, padding 1, of values that are not negative: the border of zeros then never wins over
 * a pixel of the image, as the minus infinity of the definition never does.
 */
public final class MaxPoolStep implements Step {

    private final FeatureMap in;
    private final FeatureMap out;

    /**
     * Binds the step.
     *
     * @param in  one image after a ReLU, with a border of at least 1
     * @param out {@code (size - 1) / 2 + 1} in both directions
     */
    public MaxPoolStep(FeatureMap in, FeatureMap out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public int tasks() {
        return out.images * out.height;
    }

    @Override
    public void run(int task, int slot) {
        int n = task / out.height;
        int y = task % out.height;
        int row = in.rowStride();
        int column = in.stride;
        for (int x = 0; x < out.width; x++) {
            int a = in.index(n, 2 * y - 1, 2 * x - 1);
            int to = out.index(n, y, x);
            for (int c = 0; c < out.stride; c += L) {
                max3(in.data, a + c, column)
                        .max(max3(in.data, a + row + c, column))
                        .max(max3(in.data, a + 2 * row + c, column))
                        .intoArray(out.data, to + c);
            }
        }
    }

    private static FloatVector max3(float[] data, int at, int column) {
        return FloatVector.fromArray(SPECIES, data, at)
                .max(FloatVector.fromArray(SPECIES, data, at + column))
                .max(FloatVector.fromArray(SPECIES, data, at + 2 * column));
    }
}
