package io.deltaframe.tdn;

import java.util.List;

/**
 * What a network costs: the multiplications with addition of its convolutions and its head, which are all but a
 * hundredth of the arithmetic. A figure in FLOP counts each as two.
 *
 * @param encode   multiply-adds to encode one segment
 * @param classify multiply-adds to classify a clip of encoded segments
 * @param segments segments a clip
 */
public record ArithmeticCost(long encode, long classify, int segments) {

    /**
     * {@return the cost of a network}
     *
     * @param plan the network; its weights are not read
     * @param size side of the square frames in pixels, at least 32
     */
    public static ArithmeticCost of(NetworkPlan plan, int size) {
        if (size < 32) {
            throw new IllegalArgumentException("frames must be at least 32 pixels a side but are " + size);
        }
        int segments = plan.architecture().segments();
        int fine = pooled(plan.rgbStem().outputSize(size));
        // The difference stem sees frames averaged over 2x2 pixels
        int coarse = pooled(plan.differenceStem().outputSize(size / 2));
        long encode = cost(plan.rgbStem(), size) + cost(plan.differenceStem(), size / 2)
                + cost(plan.stage(1), fine) + cost(plan.shortTermStage(), coarse);
        long segment = 0;
        int side = fine;
        for (int stage = 2; stage <= 4; stage++) {
            segment += cost(plan.stage(stage), side);
            side = plan.stage(stage).getFirst().spatial().outputSize(side);
        }
        segment += (long) plan.features() * plan.architecture().classes();
        return new ArithmeticCost(encode, segments * segment, segments);
    }

    /** {@return floating-point operations a clip, two a multiply-add} */
    public long flop() {
        return 2 * (segments * encode + classify);
    }

    /** The max pool after a stem: 3x3, stride 2, one zero around. */
    private static int pooled(int size) {
        return (size - 1) / 2 + 1;
    }

    private static long cost(List<Bottleneck> bottlenecks, int size) {
        long cost = 0;
        int side = size;
        for (Bottleneck bottleneck : bottlenecks) {
            int inside = side;
            int after = bottleneck.spatial().outputSize(side);
            cost += cost(bottleneck.squeeze(), inside) + cost(bottleneck.spatial(), inside)
                    + cost(bottleneck.expand(), after)
                    + bottleneck.longTerm().map(longTerm -> cost(longTerm, inside)).orElse(0L)
                    + bottleneck.projection().map(projection -> cost(projection, inside)).orElse(0L);
            side = after;
        }
        return cost;
    }

    /** Both differences, forward and backward, go through the same convolutions. */
    private static long cost(Bottleneck.LongTerm longTerm, int size) {
        Bottleneck.MotionExcitation excitation = longTerm.excitation();
        long mixing = 3L * longTerm.mixing().channels() * size * size;
        return cost(excitation.squeeze(), size) + cost(excitation.depthwise(), size) + mixing
                + 2 * (cost(excitation.fullAndSelf(), size) + cost(excitation.half(), size / 2)
                        + cost(excitation.halfExpand(), size));
    }

    private static long cost(Convolution convolution, int size) {
        long outputs = (long) convolution.outputSize(size) * convolution.outputSize(size) * convolution.outChannels();
        return outputs * convolution.kernel() * convolution.kernel() * convolution.inChannels() / convolution.groups();
    }
}
