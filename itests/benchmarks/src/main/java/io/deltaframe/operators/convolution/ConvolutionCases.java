package io.deltaframe.operators.convolution;

import io.deltaframe.tdn.Bottleneck;
import io.deltaframe.tdn.Convolution;
import io.deltaframe.tdn.NetworkPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The convolutions of a network on square frames, those of one kind counted together. */
public final class ConvolutionCases {

    /** How often a clip needs each convolution: equal ones of other names have one entry. */
    private final SequencedMap<String, Counted> cases = new LinkedHashMap<>();

    private final int segments;

    /**
     * A convolution and how often a clip needs it.
     *
     * @param convolution the convolution
     * @param perClip     how often
     */
    record Counted(ConvolutionCase convolution, int perClip) { }

    private ConvolutionCases(NetworkPlan plan, int size) {
        segments = plan.architecture().segments();
        // Segments are encoded one after the other, and classified together
        int stem = plan.rgbStem().outputSize(size);
        int shortStem = plan.differenceStem().outputSize(size / 2);
        add(plan.rgbStem(), 1, size, false, true);
        add(plan.differenceStem(), 1, size / 2, false, true);
        stage(plan.shortTermStage(), 1, pooled(shortStem));
        int side = stage(plan.stage(1), 1, pooled(stem));
        for (int s = 2; s <= 4; s++) {
            side = stage(plan.stage(s), segments, side);
        }
    }

    /**
     * {@return the distinct convolutions of a network but for the depth-wise ones, in the order in which they come}
     *
     * @param plan the network
     * @param size side of the frames
     */
    static List<Counted> of(NetworkPlan plan, int size) {
        return List.copyOf(new ConvolutionCases(plan, size).cases.values());
    }

    /**
     * {@return billions of floating-point operations of a clip's convolutions}
     *
     * @param plan the network
     * @param size side of the frames
     */
    public static double gflop(NetworkPlan plan, int size) {
        return of(plan, size).stream().mapToDouble(c -> c.perClip * c.convolution.gflop()).sum();
    }

    private static int pooled(int size) {
        return (size - 1) / 2 + 1;
    }

    private int stage(List<Bottleneck> stage, int images, int size) {
        int side = size;
        for (Bottleneck b : stage) {
            add(b.squeeze(), images, side, false, true);
            if (b.longTerm().isPresent()) {
                excitation(b.longTerm().get().excitation(), images, side);
            }
            add(b.spatial(), images, side, false, true);
            if (b.projection().isPresent()) {
                add(b.projection().get(), images, side, false, false);
            }
            side = b.spatial().outputSize(side);
            add(b.expand(), images, side, true, true);
        }
        return side;
    }

    private void excitation(Bottleneck.MotionExcitation excitation, int images, int size) {
        // Forward and backward differences are images of their own
        add(excitation.squeeze(), images, size, false, false);
        add(excitation.half(), 2 * images, size / 2, false, false);
        add(excitation.fullAndSelf(), 2 * images, size, true, false);
        add(excitation.halfExpand(), 2 * images, size, false, false);
    }

    private void add(Convolution shape, int images, int size, boolean adds, boolean relu) {
        ConvolutionCase convolution = new ConvolutionCase(shape, images, size, size, adds, relu);
        cases.merge(convolution.describe(), new Counted(convolution, images == 1 ? segments : 1),
                (a, b) -> new Counted(a.convolution, a.perClip + b.perClip));
    }
}
