package io.deltaframe.shell.command.checkpoint;

import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.TensorInfo;
import java.util.Arrays;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A checkpoint with one tensor that is another number throughout.
 *
 * @param sound as it was
 * @param key   of the tensor
 * @param value of all its elements
 */
record ChangedCheckpoint(Checkpoint sound, String key, float value) implements Checkpoint {

    @Override
    public String name() {
        return sound.name();
    }

    @Override
    public String format() {
        return sound.format();
    }

    @Override
    public Map<String, String> metadata() {
        return sound.metadata();
    }

    @Override
    public SequencedMap<String, TensorInfo> tensors() {
        return sound.tensors();
    }

    @Override
    public float[] read(String wanted) throws CheckpointException {
        float[] values = sound.read(wanted);
        if (wanted.equals(key)) {
            Arrays.fill(values, value);
        }
        return values;
    }

    @Override
    public void close() throws CheckpointException {
        sound.close();
    }
}
