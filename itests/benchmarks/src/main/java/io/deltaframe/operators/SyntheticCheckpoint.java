package io.deltaframe.operators;

import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.fixtures.GoldenWeights;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.DataType;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.TensorInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A released architecture whose weights are formulas: the time a network takes does not depend on them. */
final class SyntheticCheckpoint implements Checkpoint {

    private final String name;
    private final SequencedMap<String, TensorInfo> tensors = new LinkedHashMap<>();

    private SyntheticCheckpoint(String name) {
        this.name = name;
        Fixtures.object("checkpoints/keys-" + name + ".json").forEach((key, shape) -> tensors.put(key,
                new TensorInfo(key, DataType.F32, Arrays.stream(Fixtures.ints(shape)).boxed().toList())));
    }

    /**
     * {@return ResNet-50}
     *
     * @param segments 8 or 16
     */
    static NetworkPlan resnet50(int segments) {
        return plan("resnet50", List.of(3, 4, 6, 3), segments);
    }

    /**
     * {@return ResNet-101}
     *
     * @param segments 8 or 16
     */
    static NetworkPlan resnet101(int segments) {
        return plan("resnet101", List.of(3, 4, 23, 3), segments);
    }

    private static NetworkPlan plan(String name, List<Integer> depths, int segments) {
        SyntheticCheckpoint checkpoint = new SyntheticCheckpoint(name);
        int classes = checkpoint.tensors.get("new_fc.bias").shape().getFirst();
        return new NetworkPlan(new Architecture(depths, 64, classes, segments), Normalization.IMAGENET, checkpoint);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String format() {
        return "formula";
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    public SequencedMap<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public float[] read(String key) {
        return GoldenWeights.tensor(key, tensors.get(key).shape().stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public void close() { }
}
