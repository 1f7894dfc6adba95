package io.deltaframe.operators.program;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;

import io.deltaframe.operators.layout.FeatureMap;
import jdk.incubator.vector.FloatVector;

/**
 * Fuses the short-term branch into the RGB path: {@code alpha * rgb + beta * nearest(branch)}, one image.
 */
public final class FusionStep implements Step {

    private final FeatureMap rgb;
    private final FeatureMap branch;
    private final float alpha;
    private final float beta;
    private final int[] nearestRow;
    private final int[] nearestColumn;
    private final FeatureMap out;

    /**
     * Binds the step.
     *
     * @param rgb    RGB path
     * @param branch short-term branch, as many channels
     * @param alpha  share of the RGB path
     * @param beta   share of the branch
     * @param out    of the RGB path's layout; may be the RGB path itself
     */
    public FusionStep(FeatureMap rgb, FeatureMap branch, float alpha, float beta, FeatureMap out) {
        this.rgb = rgb;
        this.branch = branch;
        this.alpha = alpha;
        this.beta = beta;
        this.out = out;
        this.nearestRow = nearest(branch.height, rgb.height);
        this.nearestColumn = nearest(branch.width, rgb.width);
    }

    /**
     * {@return for each place of the output the place of the input that lies nearest by PyTorch's rule: the floor of
     * the place times the ratio of sizes, in single precision}
     *
     * @param in  size of the input
     * @param out size of the output
     */
    static int[] nearest(int in, int out) {
        float scale = (float) in / out;
        int[] places = new int[out];
        for (int i = 0; i < out; i++) {
            places[i] = Math.min((int) (i * scale), in - 1);
        }
        return places;
    }

    @Override
    public int tasks() {
        return rgb.height;
    }

    @Override
    public void run(int task, int slot) {
        for (int x = 0; x < rgb.width; x++) {
            int at = rgb.index(0, task, x);
            int from = branch.index(0, nearestRow[task], nearestColumn[x]);
            for (int c = 0; c < rgb.stride; c += L) {
                FloatVector.fromArray(SPECIES, rgb.data, at + c).mul(alpha)
                        .add(FloatVector.fromArray(SPECIES, branch.data, from + c).mul(beta))
                        .intoArray(out.data, at + c);
            }
        }
    }
}
