package io.deltaframe.operators.program;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;

import io.deltaframe.operators.layout.FeatureMap;
import jdk.incubator.vector.FloatVector;

/** Brings maps to a larger size by nearest neighbour. */
public final class UpsampleStep implements Step {

    private final FeatureMap in;
    private final FeatureMap out;
    private final int[] nearestRow;
    private final int[] nearestColumn;

    /**
     * Binds the step.
     *
     * @param in  input
     * @param out as many images and channels
     */
    public UpsampleStep(FeatureMap in, FeatureMap out) {
        this.in = in;
        this.out = out;
        this.nearestRow = FusionStep.nearest(in.height, out.height);
        this.nearestColumn = FusionStep.nearest(in.width, out.width);
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
            int from = in.index(n, nearestRow[y], nearestColumn[x]);
            int to = out.index(n, y, x);
            for (int c = 0; c < out.stride; c += L) {
                FloatVector.fromArray(SPECIES, in.data, from + c).intoArray(out.data, to + c);
            }
        }
    }
}
