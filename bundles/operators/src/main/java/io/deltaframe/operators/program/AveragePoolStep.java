package io.deltaframe.operators.program;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;

import io.deltaframe.operators.layout.FeatureMap;
import jdk.incubator.vector.FloatVector;

/** Average over 2x2 pixels, step 2; an odd last row or column is left out. */
public final class AveragePoolStep implements Step {

    private final FeatureMap in;
    private final FeatureMap out;

    /**
     * Binds the step.
     *
     * @param in  input
     * @param out half the size in both directions, rounded down
     */
    public AveragePoolStep(FeatureMap in, FeatureMap out) {
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
        for (int x = 0; x < out.width; x++) {
            int above = in.index(n, 2 * y, 2 * x);
            int below = above + in.rowStride();
            int to = out.index(n, y, x);
            for (int c = 0; c < out.stride; c += L) {
                FloatVector.fromArray(SPECIES, in.data, above + c)
                        .add(FloatVector.fromArray(SPECIES, in.data, above + in.stride + c))
                        .add(FloatVector.fromArray(SPECIES, in.data, below + c))
                        .add(FloatVector.fromArray(SPECIES, in.data, below + in.stride + c))
                        .mul(0.25f)
                        .intoArray(out.data, to + c);
            }
        }
    }
}
