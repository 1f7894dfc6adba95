package io.deltaframe.tdn.checkpoint;

import static io.deltaframe.tdn.checkpoint.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.fixtures.GoldenWeights;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.DataType;
import io.deltaframe.tdn.TensorInfo;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointsTest {

    @ParameterizedTest
    @CsvSource({
        "tiny-8f.safetensors,       safetensors,    F32",
        "tiny-8f-fp16.safetensors,  safetensors,    F16",
        "tiny-8f-bf16.safetensors,  safetensors,    BF16",
        "tiny-8f-zip.pth.tar,       pytorch-zip,    F32",
        "tiny-8f-statedict.pth,     pytorch-zip,    F32",
        "tiny-8f-legacy.pth.tar,    pytorch-legacy, F32"})
    void everyContainerHoldsTheSameTensorsUnderTheReleasedNames(String file, String format, DataType type)
            throws Exception {
        try (Checkpoint checkpoint = fixture(file)) {
            assertEquals(format, checkpoint.format());
            assertEquals(file, checkpoint.name());
            Map<?, ?> expected = (Map<?, ?>) Fixtures.object("checkpoints/expected.json").get("keys");
            assertEquals(expected.keySet(), checkpoint.tensors().keySet());
            for (TensorInfo tensor : checkpoint.tensors().values()) {
                String key = tensor.key();
                int[] shape = Fixtures.ints(expected.get(key));
                assertArrayEquals(shape, tensor.shape().stream().mapToInt(Integer::intValue).toArray(), key);
                if (key.endsWith("num_batches_tracked")) {
                    assertEquals(DataType.I64, tensor.type(), key);
                    continue;
                }
                assertEquals(type, tensor.type(), key);
                assertArrayEquals(rounded(GoldenWeights.tensor(key, shape), type), checkpoint.read(key), key);
            }
        }
    }

    /** The formula's values as PyTorch stores them in half of the bits: rounded to nearest, ties to even. */
    private static float[] rounded(float[] values, DataType type) {
        for (int i = 0; i < values.length; i++) {
            if (type == DataType.F16) {
                values[i] = Float.float16ToFloat(Float.floatToFloat16(values[i]));
            } else if (type == DataType.BF16) {
                int bits = Float.floatToRawIntBits(values[i]);
                values[i] = Float.intBitsToFloat(bits + 0x7FFF + (bits >>> 16 & 1) & 0xFFFF0000);
            }
        }
        return values;
    }

    @Test
    void aFileIsOpenedByItsContentWhateverItsName(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("weights.bin"), Fixtures.bytes("checkpoints/tiny-8f-legacy.pth.tar"));
        try (Checkpoint checkpoint = Checkpoints.open(file)) {
            assertEquals("pytorch-legacy", checkpoint.format());
            assertEquals("weights.bin", checkpoint.name());
        }
        Files.delete(file);
    }

    @Test
    void metadataIsWhatTheFileSaysOfItself() throws Exception {
        try (Checkpoint safetensors = fixture("tiny-8f.safetensors");
             Checkpoint bare = fixture("tiny-8f-statedict.pth");
             Checkpoint zip = fixture("tiny-8f-zip.pth.tar"); Checkpoint legacy = fixture("tiny-8f-legacy.pth.tar")) {
            assertEquals(Map.of("segments", "8"), safetensors.metadata());
            assertEquals(Map.of("arch", "resnet50", "epoch", "60", "best_prec1", "52.3"), zip.metadata());
            assertEquals(zip.metadata(), legacy.metadata());
            assertEquals(Map.of(), bare.metadata());
        }
    }

    @Test
    void openingReadsTheIndexOnly() throws Exception {
        for (String file : List.of("tiny-8f-zip.pth.tar", "tiny-8f.safetensors")) {
            byte[] bytes = Fixtures.bytes("checkpoints/" + file);
            MemoryChannel channel = new MemoryChannel(bytes);
            try (Checkpoint checkpoint = Checkpoints.open(channel, file)) {
                assertFalse(checkpoint.tensors().isEmpty(), file);
                assertTrue(channel.delivered() < bytes.length / 3, () -> file + ": " + channel.delivered());
            }
        }
    }

    @Test
    void everyReadIsAnArrayOfItsOwn() throws Exception {
        try (Checkpoint checkpoint = fixture("tiny-8f-zip.pth.tar")) {
            float[] first = checkpoint.read("new_fc.bias");
            float[] kept = first.clone();
            Arrays.fill(first, 7);
            float[] second = checkpoint.read("new_fc.bias");
            assertNotSame(first, second);
            assertArrayEquals(kept, second);
        }
    }

    @Test
    void closingTheCheckpointClosesItsChannelAndEndsReading() throws Exception {
        MemoryChannel channel = new MemoryChannel(Fixtures.bytes("checkpoints/tiny-8f.safetensors"));
        Checkpoint checkpoint = Checkpoints.open(channel, "tiny.safetensors");
        assertTrue(channel.isOpen());
        checkpoint.close();
        checkpoint.close();
        assertFalse(channel.isOpen());
        assertEquals("tiny.safetensors: the checkpoint is closed",
                assertThrows(CheckpointException.class, () -> checkpoint.read("new_fc.bias")).getMessage());
    }

    @Test
    void readingNamesTheKeyThatIsMissingOrHasNoFloats() throws Exception {
        try (Checkpoint checkpoint = fixture("tiny-8f.safetensors")) {
            assertEquals("tiny-8f.safetensors: new_fc.wait: no such tensor",
                    assertThrows(CheckpointException.class, () -> checkpoint.read("new_fc.wait")).getMessage());
            assertEquals("tiny-8f.safetensors: base_model.bn1.num_batches_tracked: "
                    + "expected a floating-point tensor, found I64",
                    assertThrows(CheckpointException.class, () -> checkpoint.read("base_model.bn1.num_batches_tracked"))
                    .getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void weightsThatAreNoNumbersAreNamed(float odd) throws Exception {
        byte[] file = SafetensorsFile.of(Map.of("w", new float[] {1, 2, odd, 4}));
        try (Checkpoint checkpoint = Checkpoints.open(new MemoryChannel(file), "nan.safetensors")) {
            assertEquals("nan.safetensors: w: expected finite numbers, found " + odd + " at element 2 of 4",
                    assertThrows(CheckpointException.class, () -> checkpoint.read("w")).getMessage());
        }
    }

    @Test
    void prefixAndOldNameOfTheHeadAreTakenOff() throws Exception {
        Map<String, float[]> tensors = new LinkedHashMap<>();
        tensors.put("module.base_model.classifier.weight", new float[] {1});
        tensors.put("classifier.bias", new float[] {2});
        tensors.put("module.base_model.bn1.bias", new float[] {3});
        try (Checkpoint checkpoint = Checkpoints.open(new MemoryChannel(SafetensorsFile.of(tensors)), "old")) {
            assertEquals(List.of("new_fc.weight", "new_fc.bias", "base_model.bn1.bias"),
                    List.copyOf(checkpoint.tensors().keySet()));
            assertArrayEquals(new float[] {2}, checkpoint.read("new_fc.bias"));
        }
    }

    @Test
    void twoKeysForOneParameterAreRefused() {
        Map<String, float[]> tensors = new LinkedHashMap<>();
        tensors.put("new_fc.bias", new float[] {1});
        tensors.put("module.new_fc.bias", new float[] {2});
        assertRefused(SafetensorsFile.of(tensors), "new_fc.bias and module.new_fc.bias both name new_fc.bias");
    }

    @Test
    void missingFilesFoldersAndOtherContentAreNamed(@TempDir Path folder) throws Exception {
        assertTrue(message(folder.resolve("none.pth")).startsWith("none.pth: no such file"));
        assertEquals("folder: expected a checkpoint file, found a directory",
                message(Files.createDirectory(folder.resolve("folder"))));
        assertRefused(new byte[0], "found an empty file");
        Path device = Path.of("/dev/zero");
        if (Files.exists(device)) {
            assertEquals("zero: expected a checkpoint file, found a pipe, a socket or a device", message(device));
        }
        assertRefused(new byte[] {'P', 'K', 3, 4}, "central directory");
    }

    private static String message(Path file) {
        return assertThrows(CheckpointException.class, () -> Checkpoints.open(file)).getMessage();
    }

    @Test
    void aFileThatShrinksWhileItIsOpenIsAClearError(@TempDir Path folder) throws Exception {
        Path file = Fixtures.copy("checkpoints/tiny-8f.safetensors", folder);
        try (Checkpoint checkpoint = Checkpoints.open(file)) {
            try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                channel.truncate(40_000);
            }
            String last = checkpoint.tensors().lastEntry().getKey();
            assertTrue(assertThrows(CheckpointException.class, () -> checkpoint.read(last)).getMessage()
                    .contains("is cut short: the file ended at 40000"));
        }
    }

    private static Checkpoint fixture(String name) throws CheckpointException {
        return Checkpoints.open(new MemoryChannel(Fixtures.bytes("checkpoints/" + name)), name);
    }
}
