package io.deltaframe.tdn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of damaged files, the same in every run. Each is either read or refused with a {@link CheckpointException};
 * nothing else is thrown, the channel is closed, and no more memory is taken than a multiple of the file's size.
 */
class MutationTest {

    private static final int MUTATIONS = 400;
    private static final long[] ODD_NUMBERS = {0, 1, -1, 127, 128, 255, 256, 0x7FFF, 0xFFFF, Integer.MAX_VALUE,
            Integer.MIN_VALUE,
        0xFFFFFFFFL, 1L << 32, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 7};

    private final SplittableRandom random = new SplittableRandom(20_210_620);
    private int refused;

    @ParameterizedTest
    @ValueSource(strings = {"tiny-8f-zip.pth.tar", "tiny-8f-statedict.pth", "tiny-8f-legacy.pth.tar",
            "tiny-8f.safetensors"})
    void flippedBytesNeverGetFurtherThanAnError(String fixture) {
        byte[] original = Fixtures.bytes("checkpoints/" + fixture);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] file = original.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                file[structure(file)] = (byte) random.nextInt(256);
            }
            read(file, fixture + " flip " + i);
        }
        assertTrue(refused > MUTATIONS / 10, "damage should be noticed: " + refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-8f-zip.pth.tar", "tiny-8f-statedict.pth", "tiny-8f-legacy.pth.tar",
            "tiny-8f.safetensors"})
    void numbersBlownUpNeverGetFurtherThanAnError(String fixture) {
        byte[] original = Fixtures.bytes("checkpoints/" + fixture);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] file = original.clone();
            ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            long number = ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)];
            int at = Math.min(structure(file), file.length - 8);
            switch (random.nextInt(3)) {
                case 0 -> buffer.putShort(at, (short) number);
                case 1 -> buffer.putInt(at, (int) number);
                default -> buffer.putLong(at, number);
            }
            read(file, fixture + " number " + i);
        }
        assertTrue(refused > MUTATIONS / 10, "damage should be noticed: " + refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-8f-zip.pth.tar", "tiny-8f-statedict.pth", "tiny-8f-legacy.pth.tar",
            "tiny-8f.safetensors"})
    void everyTruncationIsRefused(String fixture) {
        byte[] original = Fixtures.bytes("checkpoints/" + fixture);
        int cases = 0;
        for (int length = 0; length < original.length; length += step(length, original.length)) {
            read(Arrays.copyOf(original, length), fixture + " cut at " + length);
            cases++;
        }
        assertEquals(cases, refused, "cut files that were refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-8f-zip.pth.tar", "tiny-8f-statedict.pth", "tiny-8f-legacy.pth.tar",
            "tiny-8f.safetensors"})
    void piecesMovedAboutNeverGetFurtherThanAnError(String fixture) {
        byte[] original = Fixtures.bytes("checkpoints/" + fixture);
        for (int i = 0; i < MUTATIONS / 3; i++) {
            byte[] file = original.clone();
            int length = 1 + random.nextInt(64);
            int from = Math.min(structure(file), file.length - length);
            int to = Math.min(structure(file), file.length - length);
            System.arraycopy(original, from, file, to, length);
            read(file, fixture + " move " + i);
        }
    }

    /** A position near the start or the end, where the structure is; rarely one among the weights. */
    private int structure(byte[] file) {
        int edge = Math.min(file.length, 56_000);
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(file.length);
            case 1, 2 -> file.length - 1 - random.nextInt(Math.min(file.length, 24_000));
            case 3 -> file.length - 1 - random.nextInt(120);
            case 4 -> random.nextInt(200);
            default -> random.nextInt(edge);
        };
    }

    /** Every byte at both ends, where each is a field, and a prime stride between. */
    private static int step(int length, int total) {
        return length < 200 || length > total - 200 ? 1 : 7919;
    }

    private void read(byte[] file, String which) {
        MemoryChannel channel = new MemoryChannel(file);
        long before = Allocation.ofThisThread();
        try (Checkpoint checkpoint = Checkpoints.open(channel, "damaged")) {
            Architecture architecture = Architectures.detect(checkpoint, 0);
            checkpoint.read("new_fc.weight");
            for (TensorInfo tensor : checkpoint.tensors().values()) {
                if (tensor.elements() * tensor.type().bytes() > file.length) {
                    fail(which + ": " + tensor + " is larger than the file");
                }
            }
            new NetworkPlan(architecture, Normalization.IMAGENET, checkpoint).stage(4).getLast().expand().load();
        } catch (CheckpointException e) {
            assertTrue(e.getMessage().startsWith("damaged: "), which + ": " + e.getMessage());
            assertFalse(e.getMessage().length() > 1000, which + ": " + e.getMessage());
            refused++;
        } catch (RuntimeException | Error e) {
            fail(which + " is neither read nor refused", e);
        }
        assertFalse(channel.isOpen(), which + " is still open");
        long allocated = Allocation.ofThisThread() - before;
        assertTrue(allocated < 16L * file.length + (4 << 20), () -> which + " took " + allocated + " bytes");
    }
}
