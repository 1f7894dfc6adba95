package io.deltaframe.recognizer.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownOrderTest {

    private static List<String> something() {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < 174; i++) {
            labels.add("Doing [something] in way " + i);
        }
        labels.set(86, "Pulling [something] from left to right");
        labels.set(87, "Pulling [something] from right to left");
        labels.set(93, "Pushing something from left to right");
        labels.set(94, "Pushing something from right to left");
        labels.set(166, "Turning the camera left while filming something");
        labels.set(167, "Turning the camera right while filming something");
        return labels;
    }

    @Test
    void theReleasedOrderIsNotOdd() {
        assertEquals(Optional.empty(), KnownOrder.oddity(something()));
        List<String> leftAndRightSwapped = something();
        Collections.swap(leftAndRightSwapped, 166, 167);
        assertEquals(Optional.empty(), KnownOrder.oddity(leftAndRightSwapped));
    }

    @Test
    void anotherOrderIsToldWithThePairsThatAreNone() {
        List<String> shifted = something();
        Collections.rotate(shifted, 1);
        String oddity = KnownOrder.oddity(shifted).orElseThrow();
        assertTrue(oddity.contains("86 'Doing [something] in way 85' and 87 'Pulling [something] from left to right'"),
                oddity);
        assertTrue(oddity.contains("166 '"), oddity);
        List<String> one = something();
        one.set(94, "Pushing something off of something");
        assertTrue(KnownOrder.oddity(one).orElseThrow().endsWith(
                "found 93 'Pushing something from left to right' and 94 'Pushing something off of something'"));
    }

    @Test
    void nothingIsKnownOfOtherLabels() {
        assertEquals(Optional.empty(), KnownOrder.oddity(something().subList(0, 173)));
        assertEquals(Optional.empty(), KnownOrder.oddity(Collections.nCopies(174, "Walking the dog")));
    }
}
