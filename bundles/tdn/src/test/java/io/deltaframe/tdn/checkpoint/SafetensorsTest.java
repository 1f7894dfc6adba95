package io.deltaframe.tdn.checkpoint;

import static io.deltaframe.tdn.checkpoint.Refusals.assertRefused;
import static io.deltaframe.tdn.checkpoint.SafetensorsFile.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    private static final byte[] EIGHT = new byte[8];

    @Test
    void paddingMetadataAndEmptyTensorsAreFine() throws Exception {
        String header = "{\"__metadata__\":{\"format\":\"pt\"}," + tensor("none", "F32", "[0,3]", 8, 8) + ","
                + tensor("w", "F64", "[1]", 0, 8) + "}      ";
        byte[] data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(0.5).array();
        try (Checkpoint checkpoint = open(SafetensorsFile.of(header, data))) {
            assertEquals(Map.of("format", "pt"), checkpoint.metadata());
            assertEquals(0, checkpoint.read("none").length);
            assertArrayEquals(new float[] {0.5f}, checkpoint.read("w"));
        }
    }

    /** Its first bytes, 80 02, are also those of a pickle. */
    @Test
    void aHeaderOf640BytesIsNoPickle() throws Exception {
        String header = "{" + tensor("w", "F32", "[2]", 0, 8) + "}";
        header += " ".repeat(640 - header.length());
        try (Checkpoint checkpoint = open(SafetensorsFile.of(header, EIGHT))) {
            assertEquals("safetensors", checkpoint.format());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[2]        | F32 | 0 | 4  | expected data_offsets 8 bytes apart for shape [2] of F32, found [0, 4]",
        "[2]        | F32 | 8 | 0  | expected data_offsets 8 bytes apart",
        "[2]        | F32 | -8 | 0 | expected data_offsets 8 bytes apart",
        "[2]        | F32 | 4 | 12 | data_offsets end at 12 but the file holds only 8 bytes behind its header",
        "[1]        | F32 | 4 | 8  | expected its data_offsets to begin at 0",
        "[1]        | F32 | 0 | 4  | expected 4 bytes of tensors behind the header, found 8",
        "[2] | F8_E4M3 | 0 | 2 | expected a dtype of [F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL], found F8_E4M3",
        "[-2]       | F32 | 0 | 8  | expected dimensions of 0 to 2147483647, found -2",
        "[4294967296,4294967296,4] | F32 | 0 | 8 | expected dimensions of 0 to 2147483647, found 4294967296",
        "[2147483647,2147483647,2147483647] | F32 | 0 | 8 | overflows",
        "[0,2147483647,2147483647,2147483647] | F32 | 0 | 0 | overflows",
        "[2147483647] | F32 | 0 | 8589934588 | takes 8589934588 bytes but the file has only",
        "[99999999999999999999] | F32 | 0 | 8 | expected a number below 2^63",
        "[2.0] | F32 | 0 | 8 | w.shape: expected a whole number in the safetensors header, found a number with",
        "[[2]]      | F32 | 0 | 8  | w.shape: expected a whole number",
        "2          | F32 | 0 | 8  | w.shape: expected an array",
        "null       | F32 | 0 | 8  | w.shape: expected an array",
        "[2         | F32 | 0 | 8  | w.shape: expected a whole number"})
    void tensorsThatDoNotFitTheFileAreRefused(String shape, String type, long begin, long end, String message) {
        assertRefused(SafetensorsFile.of("{" + tensor("w", type, shape, begin, end) + "}", EIGHT), message);
    }

    @Test
    void overlapsAreRefused() {
        assertRefused(SafetensorsFile.of("{" + tensor("a", "F32", "[2]", 0, 8) + "," + tensor("b", "F32", "[1]", 4, 8)
                + "}", EIGHT), "b: expected its data_offsets to begin at 8, where the tensor before ends, found 4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{\"w\":1}                                                 | w: expected an object",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}}                 | found no data_offsets",
        "{\"w\":{\"shape\":[2],\"data_offsets\":[0,8]}}            | found no dtype",
        "{\"w\":{\"dtype\":7,\"shape\":[2],\"data_offsets\":[0,8]}} | w.dtype: expected a text",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}  | expected data_offsets 8 bytes apart",
        "{\"w\":{\"dtype\":\"F32\",\"code\":\"x\"}} | expected dtype, shape and data_offsets, found code",
        "{\"w\":{\"dtype\":\"F32\",\"dtype\":\"F16\"}}             | Duplicate field 'dtype'",
        "{\"__metadata__\":{\"segments\":8}}                       | __metadata__.segments: expected a text",
        "{\"__metadata__\":[]}                                     | __metadata__: expected an object",
        "{\"w\":{\"dtype\":{\"a\":{\"b\":{\"c\":{}}}}}}            | w.dtype: expected a text",
        "{} {} | expected nothing but spaces behind the JSON header",
        "{\"w                                                      | safetensors header, byte",
        "{\"w\":                                                   | safetensors header, byte"})
    void otherHeadersAreRefused(String header, String message) {
        assertRefused(SafetensorsFile.of(header, EIGHT), message);
    }

    @Test
    void aKeyThatOccursTwiceIsRefused() {
        String w = tensor("w", "F32", "[2]", 0, 8);
        assertRefused(SafetensorsFile.of("{" + w + "," + w + "}", EIGHT), "Duplicate field 'w'");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "-1,18446744073709551615", "9223372036854775807,9223372036854775807",
            "100000001,100000001",
        "1000,1000"})
    void headerLengthsBeyondFileOrLimitAreRefused(long length, String found) {
        assertRefused(SafetensorsFile.of(length, "{}", EIGHT),
                "expected a safetensors header of 2 to 10 bytes, found the length " + found);
    }

    /** The header claims 99 MB of a sparse file: its parser stops at the first byte that is no JSON. */
    @Test
    void aHugeHeaderIsNotTakenIntoMemory() {
        assertRefused(SafetensorsFile.of(3, "{x}", EIGHT), "safetensors header, byte"); // loads the classes
        long before = Allocation.ofThisThread();
        assertRefused(new MemoryChannel(SafetensorsFile.of(99_000_000, "{", new byte[0]), 1L << 40),
                "safetensors header, byte");
        assertTrue(Allocation.ofThisThread() - before < 1 << 20);
    }

    @Test
    void nestingAndNamesAreLimited() {
        assertRefused(SafetensorsFile.of("{\"w\":" + "[".repeat(50_000), EIGHT), "w: expected an object");
        assertRefused(SafetensorsFile.of("{\"" + "w".repeat(100_000) + "\":1}", EIGHT), "exceeds the maximum allowed");
    }

    private static Checkpoint open(byte[] file) throws CheckpointException {
        return Checkpoints.open(new MemoryChannel(file), "test.safetensors");
    }
}
