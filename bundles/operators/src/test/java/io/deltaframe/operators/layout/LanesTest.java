package io.deltaframe.operators.layout;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LanesTest {

    /**
     * The runs with limited vectors must not silently test the full width again; narrower machines than asked for are
     * fine.
     */
    @Test
    void vectorsAreNotWiderThanThisRunAsksFor() {
        int lanes = Integer.getInteger("deltaframe.test.lanes", 16);
        assertTrue(Lanes.L <= lanes, "vectors have " + Lanes.L + " lanes");
    }
}
