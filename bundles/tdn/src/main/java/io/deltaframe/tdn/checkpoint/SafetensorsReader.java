package io.deltaframe.tdn.checkpoint;

import static io.deltaframe.tdn.checkpoint.file.CheckpointFile.quote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.DataType;
import io.deltaframe.tdn.checkpoint.file.CheckpointFile;
import io.deltaframe.tdn.checkpoint.file.IndexedCheckpoint;
import io.deltaframe.tdn.checkpoint.file.SequentialInput;
import io.deltaframe.tdn.checkpoint.file.TensorIndex;
import io.deltaframe.tdn.checkpoint.file.WeightSets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads safetensors: eight bytes of header length, a JSON header, then the elements without gaps. As strict as the
 * format's own library: every byte behind the header belongs to exactly one tensor.
 */
final class SafetensorsReader {

    static final String FORMAT = "safetensors";

    /** The limit of the format's own library. */
    static final long MAX_HEADER_BYTES = 100_000_000;
    private static final int MAX_METADATA_CHARACTERS = 1 << 24;
    private static final int MAX_KEY_CHARACTERS = 4096;
    private static final int MAX_DIMENSIONS = 64;

    /** Names come from a stranger: they are neither interned nor kept in a table shared between files. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxNumberLength(24)
                    .maxNameLength(MAX_KEY_CHARACTERS)
                    .maxStringLength(MAX_METADATA_CHARACTERS)
                    .build())
            .build();

    private record Entry(String key, DataType type, List<Integer> shape, long begin, long end) { }

    private final CheckpointFile file;
    private final TensorIndex index;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    private SafetensorsReader(CheckpointFile file) {
        this.file = file;
        this.index = new TensorIndex(file);
    }

    /** {@code weights} names the set of weights to read; empty for the likeliest. */
    static Checkpoint open(CheckpointFile file, String weights) throws CheckpointException {
        return new SafetensorsReader(file).open(weights);
    }

    private Checkpoint open(String weights) throws CheckpointException {
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        file.read(0, length, "the header length");
        long headerBytes = length.getLong(0);
        if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || headerBytes > file.size() - 8) {
            throw file.error("expected a safetensors header of 2 to " + Math.min(MAX_HEADER_BYTES, file.size() - 8)
                    + " bytes, found the length " + Long.toUnsignedString(headerBytes)
                    + (headerBytes > file.size() - 8 && headerBytes <= MAX_HEADER_BYTES
                            ? ": the file is incomplete, copy or download it again" : ""));
        }
        try (JsonParser parser = JSON.createParser(new HeaderStream(new SequentialInput(file, "the header", 8,
                8 + headerBytes)))) {
            header(parser);
        } catch (JsonProcessingException e) {
            throw new CheckpointException(file.name() + ": safetensors header, byte "
                    + (e.getLocation() == null ? "unknown" : 8 + Math.max(0, e.getLocation().getCharOffset())) + ": "
                    + quote(String.valueOf(e.getOriginalMessage())), e);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw file.unreadable(e);
        }
        place(8 + headerBytes);
        List<WeightSets.Key> keys = new ArrayList<>();
        IdentityHashMap<WeightSets.Key, Entry> byKey = new IdentityHashMap<>();
        for (Entry entry : entries) {
            WeightSets.Key key = new WeightSets.Key("", entry.key,
                    entry.shape.stream().mapToLong(Integer::longValue).toArray());
            keys.add(key);
            byKey.put(key, entry);
        }
        WeightSets.Choice choice = WeightSets.choose(file, keys, weights);
        for (Map.Entry<WeightSets.Key, String> named : choice.names().entrySet()) {
            Entry entry = byKey.get(named.getKey());
            index.add(named.getValue(), entry.type, entry.shape, 8 + headerBytes + entry.begin, null);
        }
        return new IndexedCheckpoint(file, FORMAT, metadata, index, choice, List.of(), () -> { });
    }

    private void header(JsonParser parser) throws IOException {
        expect(parser.nextToken(), JsonToken.START_OBJECT, "the header");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            if (key.equals("__metadata__")) {
                expect(parser.nextToken(), JsonToken.START_OBJECT, key);
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    expect(parser.nextToken(), JsonToken.VALUE_STRING, key + "." + quote(name));
                    metadata.put(name, parser.getText());
                }
            } else {
                if (entries.size() == TensorIndex.MAX_TENSORS) {
                    throw file.error("expected at most " + TensorIndex.MAX_TENSORS + " tensors, found more");
                }
                entries.add(entry(parser, key));
            }
        }
        if (parser.nextToken() != null) {
            throw file.error("expected nothing but spaces behind the JSON header, found "
                    + kind(parser.currentToken()));
        }
    }

    private Entry entry(JsonParser parser, String key) throws IOException {
        expect(parser.nextToken(), JsonToken.START_OBJECT, quote(key));
        DataType type = null;
        long[] dimensions = null;
        long[] offsets = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "dtype" -> type = type(parser, key);
                case "shape" -> dimensions = longs(parser, key, field);
                case "data_offsets" -> offsets = longs(parser, key, field);
                default -> throw file.error(quote(key) + ": expected dtype, shape and data_offsets, found "
                        + quote(field));
            }
        }
        if (type == null || dimensions == null || offsets == null) {
            throw file.error(quote(key) + ": expected dtype, shape and data_offsets, found no "
                    + (type == null ? "dtype" : dimensions == null ? "shape" : "data_offsets"));
        }
        List<Integer> shape = index.shape(key, type, dimensions);
        long bytes = type.bytes();
        for (int d : shape) {
            bytes *= d;
        }
        if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] - offsets[0] != bytes) {
            throw file.error(quote(key) + ": expected data_offsets " + bytes + " bytes apart for shape " + shape
                    + " of " + type + ", found " + Arrays.toString(offsets));
        }
        return new Entry(key, type, shape, offsets[0], offsets[1]);
    }

    private DataType type(JsonParser parser, String key) throws IOException {
        expect(parser.currentToken(), JsonToken.VALUE_STRING, quote(key) + ".dtype");
        String text = parser.getText();
        for (DataType type : DataType.values()) {
            if (type.name().equals(text)) {
                return type;
            }
        }
        throw file.error(quote(key) + ": expected a dtype of " + List.of(DataType.values()) + ", found " + quote(text)
                + ": convert the weights to float16 or float32");
    }

    private long[] longs(JsonParser parser, String key, String field) throws IOException {
        String what = quote(key) + "." + field;
        expect(parser.currentToken(), JsonToken.START_ARRAY, what);
        long[] values = new long[MAX_DIMENSIONS];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
            if (count == MAX_DIMENSIONS) {
                throw file.error(what + ": expected at most " + MAX_DIMENSIONS + " numbers, found more");
            }
            if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw file.error(what + ": expected a number below 2^63, found " + quote(parser.getText()));
            }
            values[count++] = parser.getLongValue();
        }
        return Arrays.copyOf(values, count);
    }

    /** Sorted by offset, tensors must follow each other from the end of the header to the end of the file. */
    private void place(long start) throws CheckpointException {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long available = file.size() - start;
        long end = 0;
        for (Entry entry : sorted) {
            if (entry.end > available) {
                throw file.error(quote(entry.key) + ": data_offsets end at " + entry.end + " but the file holds only "
                        + available + " bytes behind its header: the file is incomplete, copy or download it again");
            }
            if (entry.begin != end) {
                throw file.error(quote(entry.key) + ": expected its data_offsets to begin at " + end
                        + ", where the tensor before ends, found " + entry.begin);
            }
            end = entry.end;
        }
        if (end != available) {
            throw file.error("expected " + end + " bytes of tensors behind the header, found " + available
                    + (available < end ? ": the file is incomplete, copy or download it again" : ""));
        }
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case null -> "nothing";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING, FIELD_NAME -> "a text";
            case VALUE_NUMBER_INT -> "a whole number";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            case VALUE_NULL -> "null";
            case END_OBJECT, END_ARRAY, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "an end";
        };
    }

    private void expect(JsonToken found, JsonToken expected, String what) throws CheckpointException {
        if (found != expected) {
            throw file.error(what + ": expected " + kind(expected) + " in the safetensors header, found "
                    + kind(found));
        }
    }

    /** The header's bytes, for the parser. */
    private static final class HeaderStream extends InputStream {

        private final SequentialInput input;

        HeaderStream(SequentialInput input) {
            this.input = input;
        }

        @Override
        public int read() throws IOException {
            return input.remaining() == 0 ? -1 : input.u8();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return input.read(target, offset, length);
        }
    }
}
