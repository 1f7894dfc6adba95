package io.deltaframe.recognizer;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.SyntheticCheckpoint;
import io.deltaframe.tdn.TensorInfo;
import io.deltaframe.tdn.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Checkpoints of made-up weights that are told apart by their answers: equal but for the bias of class 0 in the last
 * layer, which is added to that logit of every clip.
 */
public final class MarkedCheckpoint implements Checkpoint {

    private static final String BIAS = "new_fc.bias";

    private final Checkpoint synthetic;
    private final float mark;

    private MarkedCheckpoint(Architecture architecture, float mark) {
        this.synthetic = new SyntheticCheckpoint(architecture);
        this.mark = mark;
    }

    /** Writes one as safetensors, whole and then moved into place. */
    public static Path write(Path file, Architecture architecture, int inputSize, String name, String version,
                             float mark) throws IOException {
        Checkpoint checkpoint = new MarkedCheckpoint(architecture, mark);
        Map<String, String> metadata = new HashMap<>(checkpoint.metadata());
        metadata.putAll(Map.of("name", name, "version", version, "input_size", "" + inputSize, "resize_short_side", ""
                + inputSize));
        Path whole = Files.createTempFile(file.getParent().getParent(), "whole", ".part");
        try (FileChannel out = FileChannel.open(whole, StandardOpenOption.WRITE)) {
            SafetensorsWriter.write(checkpoint, List.copyOf(checkpoint.tensors().keySet()), metadata,
                    SafetensorsWriter.Precision.SINGLE, out);
        }
        return TestFiles.moveInto(whole, file);
    }

    @Override
    public String name() {
        return synthetic.name();
    }

    @Override
    public String format() {
        return synthetic.format();
    }

    @Override
    public Map<String, String> metadata() {
        return synthetic.metadata();
    }

    @Override
    public SequencedMap<String, TensorInfo> tensors() {
        return synthetic.tensors();
    }

    @Override
    public float[] read(String key) throws CheckpointException {
        float[] values = synthetic.read(key);
        if (key.equals(BIAS)) {
            values[0] = mark;
        }
        return values;
    }

    @Override
    public void close() { }
}
