package io.deltaframe.shell.command.recognize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltaframe.api.Action;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.Timing;
import io.deltaframe.shell.platform.FakePlatform;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table of a recognition. */
class RecognitionTableTest {

    private static List<String> rows(double... scores) {
        List<Action> actions = IntStream.range(0, scores.length).mapToObj(i -> new Action(i, "class " + i, scores[i]))
                .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RecognitionTable.print(new PrintStream(out, false, StandardCharsets.UTF_8),
                new Recognition("v", FakePlatform.TINY, "simd", 9, List.of(), new Timing(1, 2, 3), actions, List.of(),
                        List.of()), 2, 1);
        return out.toString(StandardCharsets.UTF_8).lines().skip(3).toList();
    }

    @Test
    void probabilities_are_percentages() {
        assertEquals(List.of("1   60.0 %  ############          class 0", "2   40.0 %  ########              class 1"),
                rows(0.6, 0.400001));
    }

    @Test
    void sums_of_logits_are_not() {
        assertEquals(List.of("1   12.500  ####################  class 0", "2    3.125  #####                 class 1"),
                rows(12.5, 3.125, 0));
    }

    @Test
    void nor_are_small_ones() {
        assertEquals(List.of("1    0.900  ####################  class 0", "2    0.450  ##########            class 1"),
                rows(0.9, 0.45, 0));
    }
}
