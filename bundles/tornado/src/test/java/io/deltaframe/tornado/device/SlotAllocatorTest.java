package io.deltaframe.tornado.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SlotAllocatorTest {

    private final SlotAllocator slots = new SlotAllocator();

    @Test
    void places_are_counted_from_the_end() {
        assertEquals(10, slots.take(10));
        assertEquals(15, slots.take(5));
        assertEquals(15, slots.floats());
    }

    @Test
    void a_gap_is_filled_by_what_fits() {
        slots.take(10);
        int middle = slots.take(5);
        slots.take(20);
        slots.giveBack(middle);
        assertEquals(41, slots.take(6));
        assertEquals(15, slots.take(5));
        assertEquals(41, slots.floats());
    }

    @Test
    void what_was_given_back_at_the_front_counts_no_more() {
        slots.take(10);
        int last = slots.take(5);
        slots.giveBack(last);
        assertEquals(10, slots.floats());
        slots.giveBack(10);
        assertEquals(0, slots.floats());
    }

    @Test
    void more_than_an_array_holds_is_refused() {
        slots.take(Integer.MAX_VALUE);
        assertThrows(ArithmeticException.class, () -> slots.take(1));
    }
}
