package io.deltaframe.goldens;

import io.deltaframe.fixtures.Golden;
import io.deltaframe.fixtures.GoldenWeights;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.DataType;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.SyntheticCheckpoint;
import io.deltaframe.tdn.TensorInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A checkpoint whose weights are the goldens' formulas.
 *
 * @param tensors keys and shapes
 */
public record GoldenCheckpoint(SequencedMap<String, TensorInfo> tensors) implements Checkpoint {

    /**
     * {@return the network of a reference run}
     *
     * @param golden the run
     */
    public static NetworkPlan plan(Golden golden) {
        return plan(new Architecture(golden.depths(), golden.width(), golden.classes(), golden.segments()));
    }

    /**
     * {@return a network of any depth and width with weights by the same formulas}
     *
     * @param architecture of the network
     */
    public static NetworkPlan plan(Architecture architecture) {
        SequencedMap<String, TensorInfo> tensors = new LinkedHashMap<>();
        new SyntheticCheckpoint(architecture).tensors().forEach((key, tensor) -> {
            tensors.put(key, tensor);
            // The released network has them beside batch normalisation, but for those of the short-term stem and of
            // motion excitation.
            if (key.endsWith(".weight") && tensor.shape().size() == 4 && !key.contains(".conv1_5.")
                    && !key.contains(".mse.")) {
                String bias = key.replaceFirst("weight$", "bias");
                tensors.put(bias, new TensorInfo(bias, DataType.F32, tensor.shape().subList(0, 1)));
            }
        });
        return new NetworkPlan(architecture, Normalization.IMAGENET, new GoldenCheckpoint(tensors));
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
    public float[] read(String key) throws CheckpointException {
        TensorInfo tensor = tensors.get(key);
        if (tensor == null) {
            throw new CheckpointException("golden: no tensor " + key);
        }
        return GoldenWeights.tensor(key, tensor.shape().stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public void close() { }
}
