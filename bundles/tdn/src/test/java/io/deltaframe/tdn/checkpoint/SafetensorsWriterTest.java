package io.deltaframe.tdn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.DataType;
import io.deltaframe.tdn.checkpoint.SafetensorsWriter.Precision;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsWriterTest {

    private static Checkpoint fixture(String file) throws Exception {
        return Checkpoints.open(new MemoryChannel(Fixtures.bytes("checkpoints/" + file)), file);
    }

    private static byte[] written(Checkpoint source, List<String> keys, Map<String, String> metadata,
            Precision precision) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SafetensorsWriter.write(source, keys, metadata, precision, Channels.newChannel(bytes));
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-8f-zip.pth.tar", "tiny-8f-legacy.pth.tar", "tiny-8f-fp16.safetensors",
            "tiny-8f-bf16.safetensors"})
    void singlePrecisionKeepsEveryBitOfWhatAPlanReads(String file) throws Exception {
        try (Checkpoint source = fixture(file)) {
            Architecture architecture = Architectures.detect(source, 8);
            List<String> keys = Architectures.keys(source, architecture);
            Map<String, String> metadata = Map.of("name", "größer \"tiny\"\n", "segments", "8");
            byte[] bytes = written(source, keys, metadata, Precision.SINGLE);
            try (Checkpoint copy = Checkpoints.open(new MemoryChannel(bytes), "copy")) {
                assertEquals("safetensors", copy.format());
                assertEquals(metadata, copy.metadata());
                assertEquals(keys, List.copyOf(copy.tensors().keySet()));
                assertEquals(architecture, Architectures.detect(copy, 0));
                assertEquals(List.of(), Architectures.unknownKeys(copy, architecture));
                for (String key : keys) {
                    assertEquals(DataType.F32, copy.tensors().get(key).type());
                    assertEquals(source.tensors().get(key).shape(), copy.tensors().get(key).shape());
                    assertArrayEquals(source.read(key), copy.read(key), key);
                }
            }
        }
    }

    @Test
    void halfPrecisionRoundsWeightsAndLeavesNormalisationAlone() throws Exception {
        try (Checkpoint source = fixture("tiny-8f.safetensors")) {
            List<String> keys = Architectures.keys(source, Architectures.detect(source, 8));
            byte[] bytes = written(source, keys, Map.of(), Precision.HALF);
            try (Checkpoint copy = Checkpoints.open(new MemoryChannel(bytes), "copy")) {
                for (String key : keys) {
                    float[] expected = source.read(key);
                    boolean weight = source.tensors().get(key).shape().size() > 1;
                    assertEquals(weight ? DataType.F16 : DataType.F32, copy.tensors().get(key).type(), key);
                    for (int i = 0; weight && i < expected.length; i++) {
                        expected[i] = Float.float16ToFloat(Float.floatToFloat16(expected[i]));
                    }
                    assertArrayEquals(expected, copy.read(key), key);
                }
            }
        }
    }

    @Test
    void tensorsStartAlignedToTheirType() throws Exception {
        try (Checkpoint source = fixture("tiny-8f.safetensors")) {
            for (int length = 0; length < 8; length++) {
                byte[] bytes = written(source, List.of("new_fc.weight", "new_fc.bias"),
                        Map.of("pad", "x".repeat(length)), Precision.HALF);
                long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
                assertEquals(0, header % 8);
                assertEquals(8 + header + 11 * 4 + 11 * 256 * 2, bytes.length);
                try (Checkpoint copy = Checkpoints.open(new MemoryChannel(bytes), "copy")) {
                    assertEquals(List.of("new_fc.bias", "new_fc.weight"), List.copyOf(copy.tensors().keySet()));
                }
            }
        }
    }

    @Test
    void aWeightTooLargeForHalfPrecisionIsNamed() throws Exception {
        Checkpoint large = new ForwardingCheckpoint(fixture("tiny-8f.safetensors")) {
            @Override
            public float[] read(String key) throws CheckpointException {
                float[] values = super.read(key);
                values[3] = 65520;
                return values;
            }
        };
        try (large) {
            CheckpointException e = assertThrows(CheckpointException.class,
                    () -> written(large, List.of("new_fc.weight"), Map.of(), Precision.HALF));
            assertEquals("tiny-8f.safetensors: new_fc.weight: expected weights up to 65504 for half precision, "
                    + "found 65520.0", e.getMessage());
            assertTrue(written(large, List.of("new_fc.weight"), Map.of(), Precision.SINGLE).length > 0);
        }
    }

    @Test
    void aTensorThatIsNotThereIsNamed() throws Exception {
        try (Checkpoint source = fixture("tiny-8f.safetensors")) {
            assertEquals("tiny-8f.safetensors: conv9.weight: no such tensor", assertThrows(CheckpointException.class,
                    () -> written(source, List.of("conv9.weight"), Map.of(), Precision.SINGLE)).getMessage());
        }
    }
}
