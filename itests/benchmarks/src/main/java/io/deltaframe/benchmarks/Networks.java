package io.deltaframe.benchmarks;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.SyntheticCheckpoint;
import java.util.List;

/** The released architectures with made-up weights: the time a network takes does not depend on them. */
public final class Networks {

    private static final int CLASSES = 174;

    private Networks() { }

    /**
     * {@return ResNet-50}
     *
     * @param segments 8 or 16
     */
    public static NetworkPlan resnet50(int segments) {
        return plan(Architecture.RESNET_50, segments);
    }

    /**
     * {@return ResNet-101}
     *
     * @param segments 8 or 16
     */
    public static NetworkPlan resnet101(int segments) {
        return plan(Architecture.RESNET_101, segments);
    }

    private static NetworkPlan plan(List<Integer> depths, int segments) {
        Architecture architecture = new Architecture(depths, 64, CLASSES, segments);
        return new NetworkPlan(architecture, Normalization.IMAGENET, new SyntheticCheckpoint(architecture));
    }
}
