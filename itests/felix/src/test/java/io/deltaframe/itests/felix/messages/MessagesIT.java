package io.deltaframe.itests.felix.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.framework.FelixFramework;
import io.deltaframe.itests.felix.Distribution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tries every bad input of every kind, and compares what is said with {@code docs/messages.md}; with the property
 * {@value #WRITE} it writes the page instead.
 */
@DisabledOnOs(OS.WINDOWS)
class MessagesIT {

    private static final String WRITE = "docs.write";
    private static final Path PAGE =
            Path.of(System.getProperty("docs.checkout"), "docs", "messages.md").toAbsolutePath().normalize();

    @RegisterExtension
    static final FelixFramework FELIX = Distribution.felix("io.deltaframe.api", "org.osgi.service.cm");

    @TempDir
    static Path folders;

    private static final Map<MessageKind, Map<MessageKind.Row, Told>> TOLD = new LinkedHashMap<>();

    @BeforeAll
    static void try_every_bad_input() throws Exception {
        int number = 0;
        Path clip = folders.toRealPath().resolve("clip.mp4");
        Told demo = new Scene(folders, FELIX, clip).deltaframe("demo", "--keep", clip.toString());
        assertEquals(0, demo.status(), demo.toString());
        for (MessageKind kind : kinds()) {
            Map<MessageKind.Row, Told> rows = new LinkedHashMap<>();
            for (MessageKind.Row row : kind.rows()) {
                Path folder = Files.createDirectory(folders.resolve("input" + number++));
                try {
                    rows.put(row, row.attempt().in(new Scene(folder.toRealPath(), FELIX, clip)));
                } catch (Exception e) {
                    throw new IllegalStateException(kind.title() + ", " + row.name() + " could not be tried", e);
                }
            }
            TOLD.put(kind, rows);
        }
    }

    /** {@return the kinds of this package, by title} */
    private static List<MessageKind> kinds() throws Exception {
        List<MessageKind> kinds = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(MessagesIT.class.getResource("").toURI()))) {
            for (String name : files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Messages.class")).toList()) {
                Class<?> type = Class.forName(MessagesIT.class.getPackageName() + "." + name.replace(".class", ""));
                kinds.add((MessageKind) type.getDeclaredConstructor().newInstance());
            }
        }
        kinds.sort(Comparator.comparing(MessageKind::title));
        return kinds;
    }

    @TestFactory
    Stream<DynamicTest> every_message_keeps_the_rules() {
        return TOLD.entrySet().stream().flatMap(kind -> kind.getValue().entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(kind.getKey().title() + ": " + row.getKey().name(),
                        () -> assertEquals("", String.join("\n", MessageRules.broken(row.getKey(), row.getValue()))))));
    }

    @Test
    void the_page_is_up_to_date() throws Exception {
        assertTrue(TOLD.values().stream().mapToInt(Map::size).sum() > 0, "no kind has rows");
        String expected = MessagesPage.of(TOLD);
        if (System.getProperty(WRITE) != null) {
            Files.writeString(PAGE, expected);
            return;
        }
        assertEquals(expected, Files.readString(PAGE),
                "docs/messages.md is out of date; CONTRIBUTING.md, Messages, says what rewrites it");
    }
}
