package io.deltaframe.tornado;

import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.fixtures.Golden;
import io.deltaframe.fixtures.GoldenWeights;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.DataType;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.TensorInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A checkpoint of any depth and width whose weights are the goldens' formulas. */
final class FormulaCheckpoint implements Checkpoint {

    private final SequencedMap<String, TensorInfo> tensors = new LinkedHashMap<>();

    private FormulaCheckpoint(List<Integer> depths, int width, int classes) {
        stem("base_model.conv1", "base_model.bn1", width, 3, true);
        stem("base_model.conv1_5.0", "base_model.conv1_5.1", width, 12, false);
        stage("base_model.resnext_layer1", width, width, depths.get(0), false);
        int channels = width;
        for (int s = 0; s < 4; s++) {
            stage("base_model.layer" + (s + 1) + "_bak", channels, width << s, depths.get(s), s > 0);
            channels = 4 * (width << s);
        }
        add("new_fc.weight", classes, channels);
        add("new_fc.bias", classes);
    }

    static NetworkPlan plan(Golden golden) {
        return plan(golden.depths(), golden.width(), golden.classes(), golden.segments());
    }

    static NetworkPlan plan(List<Integer> depths, int width, int classes, int segments) {
        return new NetworkPlan(new Architecture(depths, width, classes, segments), Normalization.IMAGENET,
                new FormulaCheckpoint(depths, width, classes));
    }

    /** {@return every key of a released architecture that this checkpoint lacks or has in another shape} */
    static List<String> differences(String keysFixture) {
        FormulaCheckpoint formula = new FormulaCheckpoint(
                keysFixture.contains("101") ? List.of(3, 4, 23, 3) : List.of(3, 4, 6, 3), 64, 174);
        List<String> different = new ArrayList<>();
        Fixtures.object(keysFixture).forEach((key, shape) -> {
            List<Integer> expected = java.util.Arrays.stream(Fixtures.ints(shape)).boxed().toList();
            boolean unused = key.contains("conv1_temp") || key.endsWith("num_batches_tracked") || key.startsWith("new_fc");
            if (!unused && (!formula.tensors.containsKey(key) || !formula.tensors.get(key).shape().equals(expected))) {
                different.add(key);
            }
        });
        return different;
    }

    private void stem(String convolution, String norm, int width, int in, boolean bias) {
        convolution(convolution, norm, width, in, 7, bias);
    }

    private void stage(String name, int in, int planes, int depth, boolean longTerm) {
        for (int i = 0; i < depth; i++) {
            String block = name + "." + i;
            convolution(block + ".conv1", block + ".bn1", planes, i == 0 ? in : 4 * planes, 1, true);
            convolution(block + ".conv2", block + ".bn2", planes, planes, 3, true);
            convolution(block + ".conv3", block + ".bn3", 4 * planes, planes, 1, true);
            if (i == 0) {
                convolution(block + ".downsample.0", block + ".downsample.1", 4 * planes, in, 1, true);
            }
            if (longTerm) {
                int squeezed = planes / 16;
                convolution(block + ".mse.conv1", block + ".mse.bn1", squeezed, planes, 1, false);
                add(block + ".mse.conv2.weight", squeezed, 1, 3, 3);
                convolution(block + ".mse.conv3_smallscale2", block + ".mse.bn3_smallscale2", squeezed, squeezed, 3, false);
                convolution(block + ".mse.conv3_smallscale4", block + ".mse.bn3_smallscale4", squeezed, squeezed, 3, false);
                convolution(block + ".mse.conv3", block + ".mse.bn3", planes, squeezed, 1, false);
                add(block + ".shift.conv.weight", planes, 1, 3);
            }
        }
    }

    private void convolution(String key, String norm, int out, int in, int kernel, boolean bias) {
        add(key + ".weight", out, in, kernel, kernel);
        if (bias) {
            add(key + ".bias", out);
        }
        for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
            add(norm + "." + part, out);
        }
    }

    private void add(String key, Integer... shape) {
        tensors.put(key, new TensorInfo(key, DataType.F32, List.of(shape)));
    }

    @Override
    public String name() {
        return "formula";
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
    public float[] read(String key) throws CheckpointException {
        TensorInfo tensor = tensors.get(key);
        if (tensor == null) {
            throw new CheckpointException("formula: no tensor " + key);
        }
        return GoldenWeights.tensor(key, tensor.shape().stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public void close() { }
}
