package io.deltaframe.tdn.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.DataType;
import io.deltaframe.tdn.TensorInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes tensors of a checkpoint as safetensors: eight bytes of header length, a JSON header with the metadata, padded
 * with spaces to a multiple of eight, then the elements without gaps, little-endian. One tensor is in memory at a time.
 */
public final class SafetensorsWriter {

    private static final int BUFFER_BYTES = 1 << 18;
    private static final JsonFactory JSON = new JsonFactory();

    /** How the elements are stored. */
    public enum Precision {
        /** Everything in single precision: what a single-precision checkpoint holds stays as it is, bit by bit. */
        SINGLE,
        /**
         * Weights of convolutions and of the head in half precision, rounded to nearest even. Biases and batch
         * normalisation, two hundredths of the elements, stay in single precision: variances may be smaller or larger
         * than a half can say.
         */
        HALF
    }

    private SafetensorsWriter() { }

    private record Entry(TensorInfo source, DataType type) { }

    /**
     * Writes tensors.
     *
     * @param source    where they are; open, and not used by anybody else meanwhile
     * @param keys      which of them, each of floating-point type, none twice
     * @param metadata  {@code __metadata__} of the file
     * @param precision how they are stored
     * @param target    where the file goes; not closed
     * @throws CheckpointException if the source cannot be read, or a weight is too large for half precision; the
     *                             message names the key
     * @throws IOException         if the target cannot be written
     */
    public static void write(Checkpoint source, List<String> keys, Map<String, String> metadata, Precision precision,
                             WritableByteChannel target) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String key : keys) {
            TensorInfo tensor = source.tensors().get(key);
            if (tensor == null) {
                throw new CheckpointException(source.name() + ": " + key + ": no such tensor");
            }
            boolean weight = tensor.shape().size() > 1;
            entries.add(new Entry(tensor, precision == Precision.HALF && weight ? DataType.F16 : DataType.F32));
        }
        // Wider elements first, so that every tensor is aligned to its own type, as the format's own library lays them
        // out
        entries.sort((a, b) -> b.type().bytes() - a.type().bytes());
        writeFully(header(entries, metadata), target);
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Entry entry : entries) {
            write(source.read(entry.source().key()), entry, source.name(), buffer, target);
        }
    }

    private static ByteBuffer header(List<Entry> entries, Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart("__metadata__");
            for (Map.Entry<String, String> text : metadata.entrySet()) {
                json.writeStringField(text.getKey(), text.getValue());
            }
            json.writeEndObject();
            long offset = 0;
            for (Entry entry : entries) {
                json.writeObjectFieldStart(entry.source().key());
                json.writeStringField("dtype", entry.type().name());
                json.writeArrayFieldStart("shape");
                for (int dimension : entry.source().shape()) {
                    json.writeNumber(dimension);
                }
                json.writeEndArray();
                json.writeArrayFieldStart("data_offsets");
                json.writeNumber(offset);
                offset += entry.source().elements() * entry.type().bytes();
                json.writeNumber(offset);
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        while (bytes.size() % 8 != 0) {
            bytes.write(' ');
        }
        return ByteBuffer.allocate(8 + bytes.size()).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.size())
                .put(bytes.toByteArray()).flip();
    }

    private static void write(float[] values, Entry entry, String name, ByteBuffer buffer, WritableByteChannel target)
            throws IOException {
        buffer.clear();
        for (float value : values) {
            if (entry.type() == DataType.F32) {
                buffer.putFloat(value);
            } else {
                short half = Float.floatToFloat16(value);
                if (!Float.isFinite(Float.float16ToFloat(half))) {
                    throw new CheckpointException(name + ": " + entry.source().key()
                            + ": expected weights up to 65504 for half precision, found " + value);
                }
                buffer.putShort(half);
            }
            if (!buffer.hasRemaining()) {
                writeFully(buffer.flip(), target);
                buffer.clear();
            }
        }
        writeFully(buffer.flip(), target);
    }

    private static void writeFully(ByteBuffer bytes, WritableByteChannel target) throws IOException {
        while (bytes.hasRemaining()) {
            target.write(bytes);
        }
    }
}
