package io.deltaframe.tdn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SyntheticCheckpointTest {

    private static final Architecture ARCHITECTURE = new Architecture(List.of(1, 2, 1, 1), 16, 7, 16);

    @Test
    void is_a_checkpoint_of_its_architecture() throws CheckpointException {
        SyntheticCheckpoint checkpoint = new SyntheticCheckpoint(ARCHITECTURE);
        assertEquals(ARCHITECTURE, Architectures.detect(checkpoint, 0));
        assertEquals(List.of(), Architectures.unknownKeys(checkpoint, ARCHITECTURE));
    }

    @Test
    void the_numbers_are_the_same_every_time_and_in_any_order() throws CheckpointException {
        SyntheticCheckpoint first = new SyntheticCheckpoint(ARCHITECTURE);
        SyntheticCheckpoint second = new SyntheticCheckpoint(ARCHITECTURE);
        for (String key : first.tensors().reversed().keySet()) {
            first.read(key);
        }
        for (String key : first.tensors().keySet()) {
            assertArrayEquals(second.read(key), first.read(key), key);
        }
    }

    @Test
    void weights_keep_the_variance_of_what_they_are_applied_to() throws CheckpointException {
        SyntheticCheckpoint checkpoint = new SyntheticCheckpoint(ARCHITECTURE);
        float[] weights = checkpoint.read("base_model.layer2_bak.1.conv2.weight");
        double sum = 0;
        double squares = 0;
        for (float weight : weights) {
            sum += weight;
            squares += weight * weight;
        }
        int inputs = 9 * 32;
        assertEquals(0, sum / weights.length, 0.01 * Math.sqrt(2.0 / inputs));
        assertEquals(2.0 / inputs, squares / weights.length, 0.05 * 2.0 / inputs);
    }

    @Test
    void a_key_that_it_does_not_have_is_named() {
        CheckpointException e = assertThrows(CheckpointException.class,
                () -> new SyntheticCheckpoint(ARCHITECTURE).read("fc.weight"));
        assertTrue(e.getMessage().contains("fc.weight"), e.getMessage());
    }
}
