package io.deltaframe.tdn.checkpoint;

import static io.deltaframe.tdn.checkpoint.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What PyTorch may write that the fixtures do not hold, and containers around it that are wrong. */
class TorchContainersTest {

    private static final byte[] ZERO_TO_ELEVEN = floats(12);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "3,4   | 4,1    | 0 | 0,1,2,3,4,5,6,7,8,9,10,11",
        "4,3   | 1,4    | 0 | 0,4,8,1,5,9,2,6,10,3,7,11",
        "2,3,2 | 1,4,2  | 0 | 0,2,4,6,8,10,1,3,5,7,9,11",
        "2,2   | 8,2    | 1 | 1,3,9,11",
        "3     | 0      | 5 | 5,5,5",
        "2,3   | 0,1    | 4 | 4,5,6,4,5,6",
        "1,4,1 | 99,1,7 | 8 | 8,9,10,11",
        "1     | -5     | 3 | 3",
        "0,4   | 4,1    | 12| ",
        "      |        | 7 | 7"})
    void stridesAndOffsetsOfAViewAreHonoured(String shape, String strides, long offset, String expected)
            throws Exception {
        byte[] pickle = dictionary("w", w -> w.tensor("FloatStorage", "0", 12, offset, longs(shape), longs(strides)));
        for (byte[] file : List.of(ZipWriter.torch(pickle, ZERO_TO_ELEVEN), legacy(pickle, 12, ZERO_TO_ELEVEN))) {
            try (Checkpoint checkpoint = open(file)) {
                long[] values = longs(expected);
                float[] read = checkpoint.read("w");
                assertEquals(values.length, read.length);
                for (int i = 0; i < values.length; i++) {
                    assertEquals((float) values[i], read[i], "element " + i);
                }
            }
        }
    }

    /** Larger than the reader's buffer, so that it has to move several times. */
    @Test
    void aLargeTransposedMatrixIsReadInOrder() throws Exception {
        int rows = 700;
        int columns = 900;
        int elements = rows * columns;
        byte[] pickle = dictionary("w",
                w -> w.tensor("FloatStorage", "0", elements, 0, new long[] {columns, rows}, new long[] {1, columns}));
        try (Checkpoint checkpoint = open(ZipWriter.torch(pickle, floats(elements)))) {
            float[] read = checkpoint.read("w");
            for (int c = 0; c < columns; c++) {
                for (int r = 0; r < rows; r++) {
                    assertEquals(r * columns + c, read[c * rows + r]);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "13     | 1     | 0  | reaches out of its storage of 12 elements",
        "4      | 1     | 9  | reaches out of its storage of 12 elements",
        "4      | 4     | 0  | reaches out of its storage of 12 elements",
        "1      | 1     | 12 | reaches out of its storage of 12 elements",
        "0      | 1     | 13 | reaches out of its storage of 12 elements",
        "1      | 1     | -1 | reaches out of its storage of 12 elements",
        "1      | 1     | 9223372036854775807 | reaches out of its storage of 12 elements",
        "2      | -1    | 5  | expected strides of 0 to",
        "2      | 9223372036854775807 | 0 | expected strides of 0 to",
        "-3     | 1     | 0  | expected dimensions of 0 to 2147483647, found -3",
        "2147483648 | 0 | 0  | expected dimensions of 0 to 2147483647, found 2147483648",
        "2147483647 | 0 | 0  | takes 8589934588 bytes but the file has only",
        "2147483647,2147483647,2147483647 | 0,0,0 | 0 | overflows",
        "0,2147483647,2147483647,2147483647 | 0,0,0,0 | 0 | overflows",
        "3,3    | 1,1   | 0  | expected strides that keep elements apart",
        "2,4    | 3,1   | 0  | expected strides that keep elements apart",
        "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1 | 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1 | 0"
                + " | expected at most 16 dimensions, found 17",
        "3,4    | 1     | 0  | expected a stride a dimension, found 1 for 2"})
    void viewsThatDoNotFitTheirStorageAreRefused(String shape, String strides, long offset, String message) {
        byte[] pickle = dictionary("w", w -> w.tensor("FloatStorage", "0", 12, offset, longs(shape), longs(strides)));
        assertRefused(ZipWriter.torch(pickle, ZERO_TO_ELEVEN), message);
        assertRefused(legacy(pickle, 12, ZERO_TO_ELEVEN), message);
    }

    @Test
    void storagesAreSharedBetweenTensorsAndAParameterIsItsTensor() throws Exception {
        PickleWriter pickle = new PickleWriter().protocol().ops("}(");
        pickle.text("a").tensor("FloatStorage", "0", 12, 0, new long[] {2}, new long[] {1});
        pickle.text("b").global("torch._utils", "_rebuild_parameter").ops("(")
                .tensor("FloatStorage", "0", 12, 10, new long[] {2}, new long[] {1}).op(0x88).ops("}tR");
        try (Checkpoint checkpoint = open(ZipWriter.torch(pickle.ops("u").stop(), ZERO_TO_ELEVEN))) {
            assertArrayEquals(new float[] {0, 1}, checkpoint.read("a"));
            assertArrayEquals(new float[] {10, 11}, checkpoint.read("b"));
        }
    }

    @ParameterizedTest
    @CsvSource({"DoubleStorage,8", "HalfStorage,2", "BFloat16Storage,2", "FloatStorage,4"})
    void everyFloatingPointStorageReadsAsFloats(String type, int bytes) throws Exception {
        ByteBuffer storage = ByteBuffer.allocate(2 * bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : new float[] {-1.5f, 0.25f}) { // exact in all of them
            switch (type) {
                case "DoubleStorage" -> storage.putDouble(value);
                case "HalfStorage" -> storage.putShort(Float.floatToFloat16(value));
                case "BFloat16Storage" -> storage.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
                default -> storage.putFloat(value);
            }
        }
        for (long stride : new long[] {1, 0}) {
            byte[] pickle = dictionary("w", w -> w.tensor(type, "0", 2, 0, new long[] {2}, new long[] {stride}));
            try (Checkpoint checkpoint = open(ZipWriter.torch(pickle, storage.array()))) {
                assertArrayEquals(new float[] {-1.5f, stride == 1 ? 0.25f : -1.5f}, checkpoint.read("w"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bytesBehindAZipFileAreNoFault(boolean zip64) throws Exception {
        byte[] pickle = dictionary("w", w -> w.tensor("FloatStorage", "0", 12, 0, new long[] {12}, new long[] {1}));
        byte[] whole = ZipWriter.torch(new ZipWriter(zip64), pickle, ZERO_TO_ELEVEN).bytes();
        try (Checkpoint checkpoint = open(Arrays.copyOf(whole, whole.length + 100))) {
            assertEquals(12, checkpoint.read("w").length);
        }
    }

    /** In place over an older file: its directory, with its checksums, stands at the end. */
    @Test
    void contentOfAnotherChecksumIsRefusedUnlessAllChecksumsAreWrong() throws Exception {
        PickleWriter two = new PickleWriter().protocol().ops("}");
        for (String key : List.of("0", "1")) {
            two = two.text("w" + key).tensor("FloatStorage", key, 12, 0, new long[] {12}, new long[] {1}).ops("s");
        }
        byte[] pickle = two.stop();
        byte[] sound = ZipWriter.torch(new ZipWriter(false).withChecksums(), pickle, floats(12), floats(12)).bytes();
        try (Checkpoint checkpoint = open(sound)) {
            assertEquals(11, checkpoint.read("w1")[11]);
            checkpoint.verify();
        }
        // The first content begins where its name and the padding to 64 bytes end
        String text = new String(sound, StandardCharsets.ISO_8859_1);
        int first = (text.indexOf("archive/data/0") + 64) & -64;
        int second = (text.indexOf("archive/data/1") + 64) & -64;
        byte[] mixed = sound.clone();
        mixed[first + 4]++;
        try (Checkpoint checkpoint = open(mixed)) {
            String message = assertThrows(CheckpointException.class, checkpoint::verify).getMessage();
            assertTrue(message.contains("entry archive/data/0: expected content of the checksum that the file has for "
                    + "it, found other content there and in 0 more of 2 entries"), message);
        }
        mixed[second + 4]++;
        try (Checkpoint checkpoint = open(mixed)) {
            checkpoint.verify();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void zipFilesMayHaveZip64Records(boolean zip64) throws Exception {
        byte[] pickle = dictionary("w", w -> w.tensor("FloatStorage", "0", 12, 0, new long[] {12}, new long[] {1}));
        try (Checkpoint checkpoint = open(ZipWriter.torch(new ZipWriter(zip64), pickle, ZERO_TO_ELEVEN).bytes())) {
            assertEquals(11, checkpoint.read("w")[11]);
        }
    }

    @Test
    void laterProtocolsWithFramesAndMemoAreRead() throws Exception {
        PickleWriter body = new PickleWriter();
        shortText(body.ops("}").op(0x94).ops("("), "w").op(0x94);
        shortText(shortText(body, "torch._utils").op(0x94), "_rebuild_tensor_v2").op(0x94, 0x93, 0x94).ops("((");
        shortText(shortText(shortText(body, "storage").op(0x94), "torch").op(0x94), "FloatStorage")
                .op(0x94, 0x93, 0x94);
        shortText(shortText(body, "0"), "cpu").number(12).ops("tQ").number(3);
        body.number(2).op(0x85).number(1).op(0x85, 0x89);
        shortText(shortText(body, "collections"), "OrderedDict").op(0x93).ops(")RtRu.");
        byte[] pickle = new PickleWriter().op(0x80, 4, 0x95).i64(body.bytes().length).raw(body.bytes()).bytes();
        try (Checkpoint checkpoint = open(ZipWriter.torch(pickle, ZERO_TO_ELEVEN))) {
            assertArrayEquals(new float[] {3, 4}, checkpoint.read("w"));
        }
    }

    private static PickleWriter shortText(PickleWriter writer, String text) {
        return writer.op(0x8C, text.length()).raw(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void viewsOfStoragesInTheOlderContainerAreHonoured() throws Exception {
        PickleWriter pickle = new PickleWriter().protocol().ops("}").text("w").global("torch._utils", "_rebuild_tensor")
                .ops("((")
                .text("storage").global("torch.cuda", "FloatStorage").text("0").text("cuda:0").number(12)
                .ops("(").text("view").number(4).number(6).ops("ttQ").number(1).numbers(3).numbers(2).ops("tRs");
        try (Checkpoint checkpoint = open(legacy(pickle.stop(), 12, ZERO_TO_ELEVEN))) {
            assertArrayEquals(new float[] {5, 7, 9}, checkpoint.read("w"));
        }
    }

    @Test
    void whatSchedulersAndMetricsLeaveBesideTheTensorsIsReadAsData() throws Exception {
        PickleWriter pickle = new PickleWriter().protocol().ops("}(");
        pickle.text("state_dict").global("collections", "OrderedDict").ops(")R").text("w")
                .tensor("FloatStorage", "0", 12, 0, new long[] {12}, new long[] {1}).ops("s")
                .ops("}").text("_metadata").global("collections", "OrderedDict").ops(")Rsb");
        pickle.text("milestones").global("collections", "Counter").ops("}").number(30).number(1).ops("s").op(0x85)
                .ops("R");
        pickle.text("state").global("collections", "defaultdict").global("__builtin__", "dict").op(0x85).ops("R");
        pickle.text("best_prec1").global("numpy.core.multiarray", "scalar").global("numpy", "dtype").text("f8")
                .op(0x89, 0x88, 0x87)
                .ops("R(").number(3).text("<").ops("NNN").number(-1).number(-1).number(0).ops("tb")
                .global("_codecs", "encode").text("raw bits").text("latin1").op(0x86).ops("R").op(0x86).ops("R");
        pickle.text("size").global("torch", "Size").numbers(1, 2).op(0x85).ops("R");
        pickle.text("epoch").number(60).text("lr").ops("G").raw(ByteBuffer.allocate(8).putDouble(0.01).array());
        try (Checkpoint checkpoint = open(ZipWriter.torch(pickle.ops("u").stop(), ZERO_TO_ELEVEN))) {
            assertEquals(List.of("w"), List.copyOf(checkpoint.tensors().keySet()));
            assertEquals(Map.of("epoch", "60", "lr", "0.01"), checkpoint.metadata());
        }
    }

    /** Python 2: byte strings, and an OrderedDict made of a list of pairs. */
    @Test
    void dictionariesWrittenByPython2AreRead() throws Exception {
        PickleWriter pickle = new PickleWriter().protocol().global("collections", "OrderedDict").ops("(](]U").op(1)
                .ops("w");
        pickle.ops("a").tensor("FloatStorage", "0", 12, 0, new long[] {12}, new long[] {1}).ops("aetR");
        try (Checkpoint checkpoint = open(legacy(pickle.stop(), 12, ZERO_TO_ELEVEN))) {
            assertEquals(List.of("w"), List.copyOf(checkpoint.tensors().keySet()));
        }
    }

    @Test
    void storagesOfTheOptimizerNeedNotBeThere() throws Exception {
        PickleWriter pickle = new PickleWriter().protocol().ops("}(")
                .text("state_dict").ops("}").text("w").tensor("FloatStorage", "0", 12, 0, new long[] {12},
                        new long[] {1}).ops("s")
                .text("optimizer").ops("}").number(0).tensor("FloatStorage", "absent", 12, 9, new long[] {12},
                        new long[] {1})
                .ops("su");
        try (Checkpoint checkpoint = open(ZipWriter.torch(pickle.stop(), ZERO_TO_ELEVEN))) {
            assertEquals(12, checkpoint.read("w").length);
        }
    }

    @Test
    void otherThingsThanDictionariesOfTensorsAreNamed() {
        assertRefused(ZipWriter.torch(new PickleWriter().protocol().ops("]").stop()),
                "expected a dictionary of tensors", "found a list of 0");
        assertRefused(ZipWriter.torch(new PickleWriter().protocol().ops("}").text("epoch").number(3).ops("s").stop()),
                "found a dictionary without tensors, with the entries epoch");
        assertRefused(ZipWriter.torch(new PickleWriter().protocol().ops("}").text("state_dict").number(3).ops("s")
                .stop()), "found a dictionary without tensors, with the entries state_dict: "
                        + "save the network's state_dict() with torch.save");
    }

    @Test
    void bigEndianFilesAreRefused() {
        byte[] file = new ZipWriter(false).add("a/data.pkl", new PickleWriter().protocol().ops("}").stop())
                .add("a/byteorder", "big".getBytes(StandardCharsets.US_ASCII)).bytes();
        assertRefused(file, "a/byteorder: expected little-endian tensors, found 'big'");
        byte[] big = legacy(new PickleWriter().protocol().ops("}").stop(), 12, ZERO_TO_ELEVEN, false);
        assertRefused(big, "expected tensors of a little-endian machine");
    }

    @Test
    void entriesThatDoNotFitTheStorageAreRefused() {
        byte[] pickle = dictionary("w", w -> w.tensor("FloatStorage", "0", 12, 0, new long[] {12}, new long[] {1}));
        assertRefused(ZipWriter.torch(pickle, floats(11)),
                "archive/data/0: expected 48 bytes for 12 elements of F32, found 44");
        assertRefused(ZipWriter.torch(pickle), "expected an entry archive/data/0 in the zip file, found none");
        assertRefused(legacy(pickle, 11, ZERO_TO_ELEVEN), "storage 0: expected 12 elements, found 11");
        assertRefused(legacy(pickle, 12, floats(11)), "is cut short: 48 bytes expected");
        assertRefused(legacy(pickle, 12, floats(13)), "expected the end of the file behind the last storage",
                "found 4 more bytes");
    }

    @Test
    void otherZipFilesAreNoCheckpoints() {
        assertRefused(new ZipWriter(false).add("readme.txt", new byte[3]).bytes(),
                "found a zip file of 1 other entries");
        assertRefused(new ZipWriter(false).add("a/data.pkl", new byte[3]).add("b/data.pkl", new byte[3]).bytes(),
                "expected one entry FOLDER/data.pkl, found a/data.pkl and b/data.pkl");
        assertRefused(new ZipWriter(false).add("a", new byte[3]).add("a", new byte[3]).bytes(), "entry a occurs twice");
    }

    /** A bomb would inflate; PyTorch never deflates, so that nothing has to. */
    @Test
    void compressedEntriesAreRefused() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(new byte[1 << 20]);
        }
        assertRefused(bytes.toByteArray(), "archive/data.pkl: expected stored content (method 0)", "found method 8");
    }

    @Test
    void entriesThatOverlapAreRefused() {
        byte[] pickle = dictionary("w", w -> w.tensor("FloatStorage", "0", 12, 0, new long[] {12}, new long[] {1}));
        byte[] file = ZipWriter.torch(pickle, ZERO_TO_ELEVEN);
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int central = buffer.getInt(file.length - 6);
        buffer.putInt(central + 20, 300).putInt(central + 24, 300); // the pickle now reaches over the other entries
        assertRefused(file, "archive/data.pkl: 300 bytes behind the header at 0 reach into what follows");
    }

    @Test
    void aSizeBeyondTheFileIsRefusedBeforeItIsBelieved() {
        byte[] file = ZipWriter.torch(new ZipWriter(true), new byte[40]).bytes();
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int end64 = file.length - 22 - 20 - 56;
        buffer.putLong(end64 + 40, Long.MAX_VALUE);
        assertRefused(file, "expected a central directory of at most");
        buffer.putLong(end64 + 40, 0).putLong(end64 + 32, -1);
        assertRefused(file, "found -1 entries");
        buffer.putLong(end64 + 32, 1);
        assertRefused(file, "the central directory is cut short: 46 bytes expected");
        buffer.putLong(end64 + 22 + 34 + 8, -5);
        assertRefused(file, "the zip64 end of the central directory takes 56 bytes at -5");
    }

    @Test
    void theOlderContainerNeedsItsMagicAndVersion() {
        assertRefused(new PickleWriter().protocol().ops("}").stop(), "expected the magic number of PyTorch",
                "found a dict");
        byte[] other = new PickleWriter().raw(magic()).protocol().number(1000).stop();
        assertRefused(other, "expected PyTorch's protocol version 1001");
    }

    @Test
    void readingATensorThatNoMemoryHoldsIsAClearError() throws Exception {
        // A sparse file: 1 TiB of zeros behind an honest header
        String header = "{" + SafetensorsFile.tensor("w", "F32", "[524288,524288]", 0, 1L << 40) + "}";
        byte[] start = SafetensorsFile.of(header, new byte[0]);
        try (Checkpoint checkpoint = Checkpoints.open(new MemoryChannel(start, start.length + (1L << 40)),
                "sparse.safetensors")) {
            assertEquals(List.of(524288, 524288), checkpoint.tensors().get("w").shape());
            String message = assertThrows(CheckpointException.class, () -> checkpoint.read("w")).getMessage();
            assertEquals("sparse.safetensors: w: 274877906944 elements do not fit into the memory of this JVM",
                    message.substring(0, message.indexOf(" (")));
        }
    }

    private interface Value {
        PickleWriter write(PickleWriter pickle);
    }

    private static byte[] dictionary(String key, Value value) {
        return value.write(new PickleWriter().protocol().ops("}").text(key)).ops("s").stop();
    }

    private static byte[] magic() {
        return new PickleWriter().protocol().op(0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19)
                .stop();
    }

    private static byte[] legacy(byte[] pickle, long elements, byte[] storage) {
        return legacy(pickle, elements, storage, true);
    }

    private static byte[] legacy(byte[] pickle, long elements, byte[] storage, boolean little) {
        return new PickleWriter().raw(magic())
                .raw(new PickleWriter().protocol().number(1001).stop())
                .raw(new PickleWriter().protocol().ops("}").text("little_endian").op(little ? 0x88 : 0x89).ops("s")
                        .stop())
                .raw(pickle)
                .raw(new PickleWriter().protocol().ops("]").text("0").ops("a").stop())
                .i64(elements).raw(storage).bytes();
    }

    private static byte[] floats(int count) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            buffer.putFloat(i);
        }
        return buffer.array();
    }

    private static long[] longs(String text) {
        return text == null || text.isBlank() ? new long[0]
                : Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
    }

    private static Checkpoint open(byte[] file) throws CheckpointException {
        return Checkpoints.open(new MemoryChannel(file), "test.pth");
    }
}
