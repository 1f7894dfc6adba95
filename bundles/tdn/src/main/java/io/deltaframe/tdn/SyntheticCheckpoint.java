package io.deltaframe.tdn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A checkpoint of an architecture with numbers made up instead of trained weights, for those who time networks or try
 * an engine and have no file. What it recognises means nothing, but values keep the range they have in a trained
 * network: weights are drawn uniformly with the variance that keeps that of the activations, and the last convolution
 * of each bottleneck is damped, so that nothing overflows or vanishes on the way through a hundred layers. The same
 * architecture gives the same numbers, each tensor independently of the order in which they are read.
 */
public final class SyntheticCheckpoint implements Checkpoint {

    /** Share of a bottleneck's branch in its sum with the shortcut. */
    private static final float BRANCH = 0.3f;

    private final Architecture architecture;
    private final SequencedMap<String, TensorInfo> tensors = new LinkedHashMap<>();

    /**
     * Makes up a checkpoint.
     *
     * @param architecture whose tensors it has
     */
    public SyntheticCheckpoint(Architecture architecture) {
        this.architecture = architecture;
        ParameterShapes.of(architecture).required()
                .forEach((key, shape) -> tensors.put(key, new TensorInfo(key, DataType.F32, shape)));
    }

    @Override
    public String name() {
        return "synthetic weights";
    }

    /** {@return {@code synthetic}} */
    @Override
    public String format() {
        return "synthetic";
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of("segments", Integer.toString(architecture.segments()));
    }

    @Override
    public SequencedMap<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public float[] read(String key) throws CheckpointException {
        TensorInfo tensor = tensors.get(key);
        if (tensor == null) {
            throw new CheckpointException(name() + ": expected a key of " + architecture.describe() + ", found " + key);
        }
        float[] values = new float[Math.toIntExact(tensor.elements())];
        if (tensor.shape().size() > 1) {
            int inputs = values.length / tensor.shape().getFirst();
            float bound = (float) Math.sqrt(6.0 / inputs);
            // Seeded by the key's hash code, which the language defines.
            SplittableRandom random = new SplittableRandom(key.hashCode());
            for (int i = 0; i < values.length; i++) {
                values[i] = bound * ((random.nextInt() >> 8) * 0x1p-23f);
            }
            return values;
        }
        float value = Set.of("running_mean", "bias").contains(key.substring(key.lastIndexOf('.') + 1)) ? 0
                : key.endsWith(".bn3.weight") ? BRANCH : 1;
        Arrays.fill(values, value);
        return values;
    }

    @Override
    public void close() { }
}
