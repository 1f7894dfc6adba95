package io.deltaframe.api.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationReaderTest {

    @interface Sample {

        String file();

        String engine() default "auto";

        int segments() default 8;

        long network_timeout_seconds() default 20;

        double share() default 0.5;

        boolean temporary() default false;

        String[] models() default {};
    }

    private static Sample read(Map<String, Object> properties) {
        return ConfigurationReader.read(Sample.class, properties);
    }

    private static void assertRefused(String message, String key, Object value) {
        assertEquals(message,
                assertThrows(IllegalArgumentException.class, () -> read(Map.of(key, value))).getMessage());
    }

    @Test
    void what_is_not_said_has_its_default() {
        Sample sample = read(Map.of("segments", "", "temporary", " "));
        assertEquals(null, sample.file());
        assertEquals("auto", sample.engine());
        assertEquals(8, sample.segments());
        assertEquals(20, sample.network_timeout_seconds());
        assertEquals(0.5, sample.share());
        assertFalse(sample.temporary());
        assertEquals(0, sample.models().length);
        assertEquals(Sample.class, sample.annotationType());
    }

    @Test
    void values_are_read_whatever_type_they_were_written_in() {
        Sample sample = read(Map.of("segments", 16L, "network.timeout.seconds", " 7 ", "share", 1, "temporary", "TRUE",
                "models", List.of("a", "b"), "engine", new String[] {"simd"}, "file", " a.pth "));
        assertEquals(16, sample.segments());
        assertEquals(7, sample.network_timeout_seconds());
        assertEquals(1.0, sample.share());
        assertTrue(sample.temporary());
        assertArrayEquals(new String[] {"a", "b"}, sample.models());
        assertEquals("simd", sample.engine());
        assertEquals("a.pth", sample.file());
        assertArrayEquals(new String[] {"a"}, read(Map.of("models", "a")).models());
        assertEquals(12, read(Map.of("segments", new int[] {12})).segments());
        assertEquals(12, read(Map.of("segments", "12.0")).segments());
    }

    @Test
    void a_value_of_another_kind_is_named_with_its_property() {
        assertRefused("segments: expected a number, found 'eight'", "segments", "eight");
        assertRefused("segments: expected a whole number, found '8.5'", "segments", 8.5);
        assertRefused("segments: expected a whole number, found 'NaN'", "segments", "NaN");
        assertRefused("segments: expected a number from -2147483648 to 2147483647, found '3000000000'", "segments",
                3_000_000_000L);
        assertRefused("network.timeout.seconds: expected a number, found 'soon'", "network.timeout.seconds", "soon");
        assertRefused("share: expected a number, found 'half'", "share", "half");
        assertRefused("share: expected a finite number, found 'NaN'", "share", "NaN");
        assertRefused("share: expected a finite number, found '-Infinity'", "share", Float.NEGATIVE_INFINITY);
        assertRefused("temporary: expected true or false, found 'yes'", "temporary", "yes");
        assertRefused("segments: expected one value, found 2: '8, 16'", "segments", new int[] {8, 16});
        assertRefused("engine: expected one value, found 2: 'simd, tornado'", "engine", List.of("simd", "tornado"));
    }

    @Test
    void elements_that_are_null_are_none() {
        assertEquals(8, read(Map.of("segments", Arrays.asList(null, null))).segments());
        assertArrayEquals(new String[] {"a"}, read(Map.of("models", new String[] {null, "a"})).models());
    }

    @Test
    void values_are_shown_on_one_line_and_not_for_ever() {
        assertRefused("segments: expected a number, found '8?16'", "segments", "8\n16");
        assertRefused("segments: expected a number, found '" + "x".repeat(120) + "...'", "segments", "x".repeat(9000));
    }

    @Test
    void secrets_are_not_shown() {
        assertEquals(List.of("unknown property Password = a value that is not shown is passed over; known are engine, "
                + "file, models, network.timeout.seconds, segments, share, temporary"),
                ConfigurationReader.unknown(Sample.class, Map.of("Password", "sesame")));
    }

    @Test
    void all_wrong_values_are_named_at_once() {
        assertEquals("segments: expected a number, found 'eight'; temporary: expected true or false, found '1'",
                assertThrows(IllegalArgumentException.class,
                        () -> read(Map.of("temporary", 1, "segments", "eight"))).getMessage());
    }

    @Test
    void unknown_properties_are_named_with_the_nearest_known_one() {
        assertEquals(List.of("unknown property engin = 'simd' is passed over; the nearest known one is engine",
                "unknown property network_timeout_seconds = '5' is passed over; the nearest known one is "
                        + "network.timeout.seconds",
                "unknown property threads = '4' is passed over; known are engine, file, models, "
                        + "network.timeout.seconds, segments, share, temporary"),
                ConfigurationReader.unknown(Sample.class,
                        Map.of("engin", "simd", "threads", 4, "engine", "auto", "network_timeout_seconds", "5")));
    }

    @Test
    void properties_of_the_platform_are_not_unknown() {
        assertEquals(List.of(), ConfigurationReader.unknown(Sample.class, Map.of("service.pid", "a",
                "service.ranking", 5, "component.id", 7L, "component.name", "b", "felix.fileinstall.filename", "c",
                "videos.cardinality.minimum", 0, "videos.target", "(a=b)", ".secret", "d",
                "org.apache.karaf.features.configKey", "e")));
    }

    @Test
    void where_any_name_may_be_those_that_are_hardly_other_ones_are_named() {
        assertEquals(List.of("property Segments = '16' is taken for one to filter by; if segments is meant, it is "
                        + "misspelt",
                "property fil = 'a.pth' is taken for one to filter by; if file is meant, it is misspelt"),
                ConfigurationReader.misspelt(Sample.class,
                        Map.of("fil", "a.pth", "Segments", 16, "site", "door", "engines", 2, "engine", "simd")));
    }
}
