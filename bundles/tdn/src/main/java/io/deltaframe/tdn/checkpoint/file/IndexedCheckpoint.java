package io.deltaframe.tdn.checkpoint.file;

import static io.deltaframe.tdn.checkpoint.file.CheckpointFile.quote;

import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.TensorInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** An open file with the index of its tensors. */
public final class IndexedCheckpoint implements Checkpoint {

    private final CheckpointFile file;
    private final String format;
    private final Map<String, String> metadata;
    private final Map<String, StoredTensor> stored;
    private final SequencedMap<String, TensorInfo> tensors;
    private final ElementReader elements;
    private final WeightSets.Choice choice;
    private final List<String> skipped;
    private final Verification verification;

    /** Compares contents with the checksums of the file. */
    @FunctionalInterface
    public interface Verification {

        /** Does it. */
        void run() throws CheckpointException;
    }

    public IndexedCheckpoint(CheckpointFile file, String format, Map<String, String> metadata, TensorIndex index,
            WeightSets.Choice choice, List<String> skipped, Verification verification) {
        this.file = file;
        this.format = format;
        this.metadata = Collections.unmodifiableMap(metadata);
        this.stored = index.tensors();
        SequencedMap<String, TensorInfo> infos = new LinkedHashMap<>();
        stored.forEach((key, tensor) -> infos.put(key, tensor.info()));
        this.tensors = Collections.unmodifiableSequencedMap(infos);
        this.elements = new ElementReader(file);
        this.choice = choice;
        this.skipped = List.copyOf(skipped);
        this.verification = verification;
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public SequencedMap<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public String weights() {
        return choice.name();
    }

    @Override
    public List<String> otherWeights() {
        return choice.others();
    }

    @Override
    public List<String> skipped() {
        return skipped;
    }

    @Override
    public float[] read(String key) throws CheckpointException {
        StoredTensor tensor = stored.get(key);
        if (tensor == null) {
            throw file.error(quote(key) + ": no such tensor");
        }
        if (!tensor.info().type().isFloatingPoint()) {
            throw file.error(quote(key) + ": expected a floating-point tensor, found " + tensor.info().type());
        }
        float[] values = elements.read(tensor);
        int odd = firstNonFinite(values);
        if (odd >= 0) {
            throw file.error(quote(key) + ": expected finite numbers, found " + values[odd] + " at element " + odd
                    + " of " + values.length);
        }
        return values;
    }

    @Override
    public void verify() throws CheckpointException {
        verification.run();
    }

    private static int firstNonFinite(float[] values) {
        int largest = 0; // a max of integers vectorises; comparing floats one by one does not
        for (float value : values) {
            largest = Math.max(largest, Float.floatToRawIntBits(value) & 0x7FFF_FFFF);
        }
        if (largest < 0x7F80_0000) {
            return -1;
        }
        int i = 0;
        while (Float.isFinite(values[i])) {
            i++;
        }
        return i;
    }

    @Override
    public void close() throws CheckpointException {
        file.close();
    }

    @Override
    public String toString() {
        return name() + " (" + format + ", " + tensors.size() + " tensors)";
    }
}
