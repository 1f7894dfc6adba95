package io.deltaframe.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.deltaframe.architecture.House.Bundle;
import io.deltaframe.architecture.wrong.above.Above;
import io.deltaframe.architecture.wrong.below.Below;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules fail where they must: in class files of this Java whose arrows point up, across and in a circle. */
class ArrowsTest {

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter().importPackages("io.deltaframe.architecture.wrong");
    }

    private static Bundle bundle(String name, Set<String> known, List<Set<String>> floors) {
        return new Bundle("architecture.wrong" + name, Path.of(""), floors, known);
    }

    private static void assertFails(ArchRule rule, String... words) {
        String report = assertThrows(AssertionError.class, () -> rule.check(classes)).getMessage();
        for (String word : words) {
            assertTrue(report.contains(word), report);
        }
    }

    @Test
    void the_class_files_are_those_of_java_21() throws IOException {
        try (InputStream in = Below.class.getResourceAsStream("Below.class");
                DataInputStream data = new DataInputStream(in)) {
            assertEquals(0xCAFEBABE, data.readInt());
            assertEquals(0, data.readUnsignedShort());
            assertEquals(65, data.readUnsignedShort());
        }
        assertTrue(classes.contain(Above.class) && classes.contain(Below.class));
    }

    @Test
    void a_bundle_that_knows_another_without_leave_is_told() {
        Bundle above = bundle(".above", Set.of("architecture.wrong.below"), List.of(Set.of(House.ROOT)));
        Bundle below = bundle(".below", Set.of(), List.of(Set.of(House.ROOT)));
        Arrows.betweenBundles(above, List.of(above, below)).check(classes);
        assertFails(Arrows.betweenBundles(below, List.of(above, below)),
                "architecture.wrong.below may not know architecture.wrong.above", "Below");
    }

    @Test
    void a_room_that_uses_one_above_is_told() {
        Bundle right = bundle("", Set.of(), List.of(Set.of("above"), Set.of("below")));
        assertFails(Arrows.betweenRooms(right, List.of(right)), "room 'below' may not use room 'above'");
        Bundle sideBySide = bundle("", Set.of(), List.of(Set.of("above", "below")));
        assertFails(Arrows.betweenRooms(sideBySide, List.of(sideBySide)),
                "room 'below' may not use room 'above'", "room 'above' may not use room 'below'");
    }

    @Test
    void a_room_that_the_table_does_not_know_is_told() {
        Bundle half = bundle("", Set.of(), List.of(Set.of("above")));
        assertThrows(RuntimeException.class, () -> Arrows.betweenRooms(half, List.of(half)).check(classes));
    }

    @Test
    void a_circle_is_told() {
        assertFails(Arrows.withoutCycles(), "Cycle detected", "wrong.above", "wrong.below");
    }

    @Test
    void a_package_belongs_to_the_bundle_with_the_longest_name() {
        Bundle outer = bundle("", Set.of(), List.of());
        Bundle inner = bundle(".below", Set.of(), List.of());
        List<Bundle> house = List.of(outer, inner);
        assertEquals(Optional.of(inner), House.owner(house, "io.deltaframe.architecture.wrong.below.deep"));
        assertEquals(Optional.of(outer), House.owner(house, "io.deltaframe.architecture.wrong.belowground"));
        assertEquals(Optional.empty(), House.owner(house, "java.util"));
    }
}
