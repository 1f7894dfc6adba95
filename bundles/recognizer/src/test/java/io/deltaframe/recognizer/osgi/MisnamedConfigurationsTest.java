package io.deltaframe.recognizer.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MisnamedConfigurationsTest {

    private static String fault(String pid, String factory) {
        return MisnamedConfigurations.fault(pid, factory).orElse("");
    }

    @Test
    void names_that_somebody_takes_are_right() {
        assertEquals("", fault("io.deltaframe.model~door", "io.deltaframe.model"));
        assertEquals("", fault("io.deltaframe.engine.simd", null));
        assertEquals(Optional.empty(), MisnamedConfigurations.fault("org.example.recogniser", null));
        assertEquals("", fault("io.deltaframe.yard.lights", null));
    }

    @Test
    void a_factory_needs_a_name() {
        assertEquals("configuration io.deltaframe.model: nobody takes it, because io.deltaframe.model is a factory of "
                + "several: call it io.deltaframe.model-NAME, as in io.deltaframe.model-door.cfg",
                fault("io.deltaframe.model", null));
    }

    @Test
    void what_is_there_once_needs_none() {
        assertEquals("configuration io.deltaframe.engine.simd~a: nobody takes it, because io.deltaframe.engine.simd is "
                + "there once: call it io.deltaframe.engine.simd, as in io.deltaframe.engine.simd.cfg",
                fault("io.deltaframe.engine.simd~a", "io.deltaframe.engine.simd"));
    }

    @Test
    void misspelt_names_are_told_the_nearest() {
        assertEquals("configuration io.deltaframe.recogniser~x: nobody takes it; the nearest known name is "
                + "io.deltaframe.recognizer-NAME", fault("io.deltaframe.recogniser~x", "io.deltaframe.recogniser"));
        assertEquals("configuration IO.Deltaframe.engine.Simd: nobody takes it; the nearest known name is "
                + "io.deltaframe.engine.simd", fault("IO.Deltaframe.engine.Simd", null));
    }
}
