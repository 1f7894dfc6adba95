package io.deltaframe.teach.head;

import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.DataType;
import io.deltaframe.tdn.TensorInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A checkpoint with another head. For one thread at a time. */
final class HeadCheckpoint implements Checkpoint {

    private static final String WEIGHT = "new_fc.weight";
    private static final String BIAS = "new_fc.bias";

    private final Checkpoint base;
    private final float[] weight;
    private final float[] bias;
    private final SequencedMap<String, TensorInfo> tensors;

    /**
     * A checkpoint.
     *
     * @param base   open, and not closed by this
     * @param weight a row a class
     * @param bias   one a class
     */
    HeadCheckpoint(Checkpoint base, float[] weight, float[] bias) {
        this.base = base;
        this.weight = weight;
        this.bias = bias;
        this.tensors = new LinkedHashMap<>(base.tensors());
        tensors.put(WEIGHT, new TensorInfo(WEIGHT, DataType.F32, List.of(bias.length, weight.length / bias.length)));
        tensors.put(BIAS, new TensorInfo(BIAS, DataType.F32, List.of(bias.length)));
    }

    @Override
    public String name() {
        return base.name();
    }

    @Override
    public String format() {
        return base.format();
    }

    @Override
    public Map<String, String> metadata() {
        return base.metadata();
    }

    @Override
    public SequencedMap<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public float[] read(String key) throws CheckpointException {
        return switch (key) {
            case WEIGHT -> weight.clone();
            case BIAS -> bias.clone();
            default -> base.read(key);
        };
    }

    @Override
    public void close() { }
}
