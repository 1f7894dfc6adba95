package io.deltaframe.itests.felix;

import io.deltaframe.fixtures.Golden;
import io.deltaframe.fixtures.GoldenWeights;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.SyntheticCheckpoint;
import io.deltaframe.tdn.TensorInfo;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A checkpoint whose weights are the goldens' formulas.
 *
 * @param tensors keys and shapes
 */
record GoldenCheckpoint(SequencedMap<String, TensorInfo> tensors) implements Checkpoint {

    static NetworkPlan plan(Golden golden) {
        Architecture architecture = new Architecture(golden.depths(), golden.width(), golden.classes(), golden.segments());
        return new NetworkPlan(architecture, Normalization.IMAGENET,
                new GoldenCheckpoint(new SyntheticCheckpoint(architecture).tensors()));
    }

    @Override
    public String name() {
        return "golden";
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
    public float[] read(String key) {
        return GoldenWeights.tensor(key, tensors.get(key).shape().stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public void close() { }
}
