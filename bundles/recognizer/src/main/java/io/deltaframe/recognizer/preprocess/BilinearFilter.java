package io.deltaframe.recognizer.preprocess;

/**
 * Pillow's antialiased bilinear filter along one axis, for those output positions that are wanted: which input samples
 * each of them is made of, and their weights in fixed point. The same arithmetic as Pillow's {@code precompute_coeffs}
 * and {@code normalize_coeffs_8bpc}: a triangle that widens with the scale when shrinking, weights normalised in double
 * and rounded half away from zero to 22 bits (32 less 8 for the sample and 2 for headroom). The weights are not
 * negative and sum up to {@code 2^22} but for rounding, so a sum started at {@link #HALF} and shifted by {@link
 * #PRECISION_BITS} needs no clamping.
 *
 * <p>Immutable.
 */
final class BilinearFilter {

    /** Bits behind the binary point of a weight. */
    static final int PRECISION_BITS = 32 - 8 - 2;
    /** One half, which a sum starts with so that it is rounded. */
    static final int HALF = 1 << (PRECISION_BITS - 1);

    private final boolean copy;
    private final int taps;
    private final int[] first;
    private final int[] count;
    private final int[] weights;

    /**
     * Computes the weights.
     *
     * @param in     samples in, at least 1
     * @param out    samples out, at least 1
     * @param wanted the positions among those out that are wanted, ascending, at least one
     */
    BilinearFilter(int in, int out, int[] wanted) {
        double scale = (double) in / out;
        double filterScale = Math.max(scale, 1.0);
        double support = filterScale;
        this.copy = in == out;
        this.taps = (int) Math.ceil(support) * 2 + 1;
        this.first = new int[wanted.length];
        this.count = new int[wanted.length];
        this.weights = new int[wanted.length * taps];
        double[] exact = new double[taps];
        for (int i = 0; i < wanted.length; i++) {
            double center = (wanted[i] + 0.5) * scale;
            int from = Math.max(0, (int) (center - support + 0.5));
            int to = Math.min(in, (int) (center + support + 0.5));
            double sum = 0;
            for (int x = from; x < to; x++) {
                exact[x - from] = triangle((x - center + 0.5) * (1.0 / filterScale));
                sum += exact[x - from];
            }
            for (int x = 0; x < to - from; x++) {
                double weight = sum == 0 ? exact[x] : exact[x] / sum;
                weights[i * taps + x] = (int) (0.5 + weight * (1 << PRECISION_BITS));
            }
            first[i] = from;
            count[i] = to - from;
        }
    }

    private static double triangle(double x) {
        double distance = Math.abs(x);
        return distance < 1.0 ? 1.0 - distance : 0.0;
    }

    /** {@return whether the axis keeps its length, so that samples are copied} */
    boolean isCopy() {
        return copy;
    }

    /** {@return number of positions wanted} */
    int size() {
        return first.length;
    }

    /** {@return the first input sample that any wanted position needs} */
    int inputBegin() {
        return first[0];
    }

    /** {@return one more than the last input sample that any wanted position needs} */
    int inputEnd() {
        return first[first.length - 1] + count[count.length - 1];
    }

    /** {@return weights kept for a position; the weights of wanted position {@code i} start at {@code i * taps()}} */
    int taps() {
        return taps;
    }

    /** {@return the first input sample of each wanted position; not to be written to} */
    int[] first() {
        return first;
    }

    /** {@return how many input samples each wanted position is made of; not to be written to} */
    int[] count() {
        return count;
    }

    /** {@return the weights; not to be written to} */
    int[] weights() {
        return weights;
    }
}
