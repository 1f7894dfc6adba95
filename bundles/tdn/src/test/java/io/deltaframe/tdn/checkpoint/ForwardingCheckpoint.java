package io.deltaframe.tdn.checkpoint;

import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.TensorInfo;
import java.util.Map;
import java.util.SequencedMap;

/** Another checkpoint, for a test to change one answer of. */
public class ForwardingCheckpoint implements Checkpoint {

    private final Checkpoint other;

    /**
     * Answers as another.
     *
     * @param other the other
     */
    public ForwardingCheckpoint(Checkpoint other) {
        this.other = other;
    }

    @Override
    public String name() {
        return other.name();
    }

    @Override
    public String format() {
        return other.format();
    }

    @Override
    public Map<String, String> metadata() {
        return other.metadata();
    }

    @Override
    public SequencedMap<String, TensorInfo> tensors() {
        return other.tensors();
    }

    @Override
    public float[] read(String key) throws CheckpointException {
        return other.read(key);
    }

    @Override
    public void close() throws CheckpointException {
        other.close();
    }
}
