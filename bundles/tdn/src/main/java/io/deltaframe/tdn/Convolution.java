package io.deltaframe.tdn;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A square convolution with the batch normalisation that follows it. Weights stay in the checkpoint until
 * {@link #load}.
 *
 * @param name        key of the convolution without {@code .weight}, such as {@code base_model.conv1}
 * @param inChannels  channels in
 * @param outChannels channels out
 * @param kernel      side of the kernel
 * @param stride      step in both directions
 * @param padding     zeros around the input
 * @param groups      1, or {@code inChannels} for a depth-wise convolution
 * @param weights     where the folded weights come from
 */
public record Convolution(String name, int inChannels, int outChannels, int kernel, int stride, int padding, int groups,
                          Source weights) {

    /**
     * Checks the components.
     *
     * @throws NullPointerException if one is null
     */
    public Convolution {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(weights, "weights");
    }

    /** Reads weights and folds the batch normalisation into them. */
    @FunctionalInterface
    public interface Source {
        /**
         * {@return the folded weights}
         *
         * @throws CheckpointException if they cannot be read, or were not written: zeros throughout, or for a page
         *                             that is not whole filters
         */
        Weights load() throws CheckpointException;
    }

    /**
     * Folded weights.
     *
     * @param weight {@code outChannels x inChannels / groups x kernel x kernel}, row-major
     * @param bias   one value an output channel
     */
    public record Weights(float[] weight, float[] bias) { }

    /**
     * {@return the weights with the batch normalisation folded in: {@code w' = w * gamma / sqrt(var + 1e-5)} and
     * {@code b' = beta + (b - mean) * gamma / sqrt(var + 1e-5)}; some have more folded in, which is said where the plan
     * names them; the arrays are the caller's to change}
     *
     * @throws CheckpointException if they cannot be read, or were not written: zeros throughout, or for a page that is
     *                             not whole filters
     */
    public Weights load() throws CheckpointException {
        return weights.load();
    }

    /**
     * {@return the same convolution with something more folded into its weights}
     *
     * @param folding gets weights of its own, which it may change
     */
    Convolution map(UnaryOperator<Weights> folding) {
        return new Convolution(name, inChannels, outChannels, kernel, stride, padding, groups,
                () -> folding.apply(weights.load()));
    }

    /**
     * {@return the size of the output for a size of the input}
     *
     * @param size height or width of the input
     */
    public int outputSize(int size) {
        return (size + 2 * padding - kernel) / stride + 1;
    }
}
