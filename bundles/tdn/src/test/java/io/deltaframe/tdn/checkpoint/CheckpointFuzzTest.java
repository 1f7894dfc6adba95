package io.deltaframe.tdn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that a fuzzer makes up, which follows coverage. The first byte of an input says what the others are: a whole
 * file, the pickle in a sound zip file, or the header of a safetensors file.
 */
class CheckpointFuzzTest {

    private static final byte FILE = 0;
    private static final byte PICKLE = 1;
    private static final byte HEADER = 2;

    /** What opening may take, beside a multiple of the file: buffers, the limits of a pickle. */
    private static final long MEMORY = 64 << 20;
    private static final int LARGEST_TENSOR_READ = 1 << 16;
    private static final int LONGEST_MESSAGE = 2000;

    static Stream<byte[]> seeds() {
        NamedTensors weights = NamedTensors.few();
        PickleWriter training = new PickleWriter().protocol().ops("}(").text("args").global("argparse", "Namespace")
                .ops(")").op(0x81).ops("}").text("lr").ops("G").i64(0).ops("sb").text("set").op(0x8F).ops("(")
                .number(1).op(0x90).text("size").global("torch", "Size").numbers(1, 2).op(0x85).ops("R")
                .text("state_dict");
        weights.write(training, "0").ops("u");
        PickleWriter calls = new PickleWriter().protocol().ops("}").text("w").global("torch._utils",
                "_rebuild_parameter").ops("(").tensor("HalfStorage", "0", 8, 1, new long[] {2, 2}, new long[] {2, 1})
                .op(0x88).global("collections", "OrderedDict").ops(")RtRs");
        String header = "{\"__metadata__\":{\"name\":\"a\",\"segments\":\"8\"},"
                + SafetensorsFile.tensor("base_model.conv1.weight", "F32", "[8,1]", 0, 32) + ","
                + SafetensorsFile.tensor("new_fc.weight", "BF16", "[2,8]", 32, 64) + "}";
        return Stream.of(seed(FILE, weights.zip()), seed(FILE, weights.legacy()), seed(FILE, weights.safetensors()),
                seed(FILE, "<!DOCTYPE html>".getBytes(StandardCharsets.UTF_8)),
                seed(PICKLE, weights.write(new PickleWriter().protocol(), "0").stop()), seed(PICKLE, training.stop()),
                seed(PICKLE, calls.stop()), seed(HEADER, "{}".getBytes(StandardCharsets.UTF_8)),
                seed(HEADER, header.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] seed(byte what, byte[] content) {
        return ByteBuffer.allocate(1 + content.length).put(what).put(content).array();
    }

    /** The file is read, or refused in one line; nothing else is thrown, and its memory is bounded. */
    @MethodSource("seeds")
    @FuzzTest
    void anyFileIsReadOrRefused(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] content = Arrays.copyOfRange(input, 1, input.length);
        byte[] file = switch (input[0]) {
            case PICKLE -> ZipWriter.torch(content, NamedTensors.few().storage());
            case HEADER -> ByteBuffer.allocate(8 + content.length + 64).order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(content.length).put(content).array();
            default -> content;
        };
        MemoryChannel channel = new MemoryChannel(file);
        try (Checkpoint checkpoint = Checkpoints.open(channel, "fuzzed")) {
            use(checkpoint);
        } catch (CheckpointException e) {
            sentence(e);
        }
        assertFalse(channel.isOpen(), "the channel should be closed");
        long taken = memory(file);
        assertTrue(taken < MEMORY + 64L * file.length, () -> "took " + taken + " bytes for a file of " + file.length);
    }

    /** What opening takes, once its classes are loaded, which Jazzer changes in this thread. */
    private static long memory(byte[] file) {
        long before = Allocation.ofThisThread();
        try {
            Checkpoints.open(new MemoryChannel(file), "fuzzed").close();
        } catch (CheckpointException e) {
            sentence(e);
        }
        return Allocation.ofThisThread() - before;
    }

    private static void use(Checkpoint checkpoint) throws CheckpointException {
        try {
            Architecture architecture = Architectures.outline(checkpoint, 0);
            Architectures.faults(checkpoint, architecture).forEach(CheckpointFuzzTest::sentence);
        } catch (CheckpointException e) {
            sentence(e);
        }
        checkpoint.verify();
        for (TensorInfo tensor : checkpoint.tensors().values()) {
            if (tensor.type().isFloatingPoint() && tensor.elements() <= LARGEST_TENSOR_READ) {
                checkpoint.read(tensor.key());
            }
        }
    }

    private static void sentence(CheckpointException e) {
        assertTrue(e.getMessage().startsWith("fuzzed: "), e::getMessage);
        sentence(e.getMessage());
    }

    private static void sentence(String message) {
        assertTrue(message.length() < LONGEST_MESSAGE && message.chars().noneMatch(Character::isISOControl),
                () -> "not a line for people: " + message);
    }
}
