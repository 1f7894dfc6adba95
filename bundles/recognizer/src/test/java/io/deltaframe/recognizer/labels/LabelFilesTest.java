package io.deltaframe.recognizer.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelFilesTest {

    private static List<String> parse(String text) throws IOException {
        return LabelFiles.parse(text.getBytes(StandardCharsets.UTF_8), "labels");
    }

    private static void assertRefused(String text, String message) {
        assertEquals("labels: " + message, assertThrows(IOException.class, () -> parse(text)).getMessage());
    }

    @Test
    void oneNameALineInTheOrderOfTheClasses() throws Exception {
        assertEquals(List.of("Falling", "größer werden", "last"),
                parse("\uFEFFFalling\r\ngrößer werden \n last\n\n \n"));
    }

    @Test
    void numbersThatTellNamesApartAreAPartOfThem() throws Exception {
        assertEquals(List.of("size 0", "size 1", "size 2"), parse("size 0\nsize 1\nsize 2\n"));
    }

    @Test
    void commasInNamesMakeNoTable() throws Exception {
        assertEquals(List.of("Falling", "Putting something, something and something on the table", "2 hands clapping"),
                parse("Falling\nPutting something, something and something on the table\n2 hands clapping"));
        assertEquals(List.of("Lifting one end, then letting it drop", "Doing \"nothing\", then stopping"),
                parse("\"Lifting one end, then letting it drop\"\n\"Doing \"\"nothing\"\", then stopping\"\n"));
        assertEquals(List.of("[something] falling", "[something] rising"),
                parse("[something] falling\n[something] rising"));
    }

    /** Something-Something V2, Kinetics-400, numbers first, an array: the same three classes. */
    @ParameterizedTest
    @ValueSource(strings = {
        "{\"b\":\"1\", \"a, c\":\"0\",\n \"d\":\"2\"}",
        "{\"d\": 2, \"\\\"a, c\\\"\": 0, \"b\": 1}",
        "{\"2\":\"d\",\"0\":\"a, c\",\"1\":\"b\"}",
        "{\"3\":\"d\",\"1\":\"a, c\",\"2\":\"b\"}",
        "[\"a, c\", \"b\",\n\"d\"]",
        "[\n  \"a, c\", \"b\", \"d\" ]",
        "id,name\n1,b\n0,\"a, c\"\n2,d\n",
        "name;id\nb;1\na, c;0\nd;2",
        "1,b\n2,d\n0,\"a, c\"",
        "b,1\n\"a, c\",0\nd,2",
        "a, c\t0\nb\t1\nd\t2",
        "1 a, c\n2 b\n3 d",
        "3; d\n1; a, c\n2; b\n", "0: a, c\n1: b\n2: d", "1. a, c\r2. b\r3. d\r", "1) a, c\n2) b\n3) d",
        "0 - a, c\n1 - b\n2 - d", "a, c 1\nb 2\nd 3", "b = 1\na, c = 0\nd = 2",
        "\uFEFF0\u00A0a, c\n\uFEFF1 b\n2 d"})
    void numbersDecideTheOrderInEveryNotation(String text) throws Exception {
        assertEquals(List.of("a, c", "b", "d"), parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0,a;1,b;3,c          | expected class numbers from 0 to 2 (or 1 to 3) for 3 labels, found 0 to 3",
        "2,a;3,b              | expected class numbers from 0 to 1 (or 1 to 2) for 2 labels, found 2 to 3",
        "0,a;1,b;1,c          | expected one name for class 1, found 'b' and 'c'",
        "a;;b                 | expected one label a line, found line 2 empty",
        "{\"a\":0,\"b\":\"x\"}| expected the number of a class with every name, found 'x'",
        "{\"a\":0,\"b\":[1]}  | expected a JSON array of names or an object of names and class numbers, found "
        + "an array for 'b'",
        "{\"0\":\"a\",\"1\":\"\"} | expected a name for class 1, found none",
        "[\"a\", 3]           | expected a name as element 1 of the JSON array, found a number",
        "[\"a\"] x            | expected a JSON array of names or an object of names and class numbers, found "
        + "Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or "
                + "'false') in line 1",
        "{}                   | expected a JSON array of names or an object of names and class numbers, found an empty "
        + "one"})
    void whatMakesNoListIsRefused(String text, String message) {
        assertRefused(text.replaceAll(";", "\n"), message);
    }

    /** Numbers at the ends of names are theirs unless they are those of all classes. */
    @Test
    void namesMayEndInNumbers() throws Exception {
        assertEquals(List.of("level 2", "level 3"), parse("level 2\nlevel 3\n"));
        assertEquals(List.of("level 1", "walking"), parse("level 1\nwalking\n"));
        assertEquals(List.of("level 1"), parse("level 1\n"));
    }

    @Test
    void anEmptyFileIsRefused() {
        assertRefused(" \n\n", "expected a label a line, found an empty file");
    }

    @Test
    void filesThatCannotBeReadAreNamed(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("missing.txt");
        assertEquals(missing + ": expected a file of labels, found no such file",
                assertThrows(IOException.class, () -> LabelFiles.read(missing)).getMessage());
        assertEquals(folder + ": expected a file of labels, found a directory",
                assertThrows(IOException.class, () -> LabelFiles.read(folder)).getMessage());
        Path latin = Files.write(folder.resolve("latin"), new byte[] {'a', (byte) 0xFC});
        assertEquals(latin + ": expected labels in UTF-8, found bytes that are none; save it as UTF-8",
                assertThrows(IOException.class, () -> LabelFiles.read(latin)).getMessage());
        Path utf16 = Files.write(folder.resolve("utf16"), new byte[] {(byte) 0xFF, (byte) 0xFE, 'a', 0});
        assertEquals(utf16 + ": expected labels in UTF-8, found UTF-16; save it as UTF-8",
                assertThrows(IOException.class, () -> LabelFiles.read(utf16)).getMessage());
        Path binary = Files.write(folder.resolve("binary"), new byte[10]);
        assertEquals(binary + ": expected labels in UTF-8, found a binary file",
                assertThrows(IOException.class, () -> LabelFiles.read(binary)).getMessage());
        Path video = Files.write(folder.resolve("video.mp4"), new byte[(16 << 20) + 1]);
        assertTrue(assertThrows(IOException.class, () -> LabelFiles.read(video)).getMessage()
                .contains("of at most 16777216 bytes, found 16777217"));
        assertEquals(List.of("a", "b"), LabelFiles.read(Files.writeString(folder.resolve("labels.txt"), "a\nb\n")));
    }

    @Test
    void labelsInMetadataAreAJsonArrayOfNamesAndNothingElse() throws Exception {
        assertEquals(List.of("a", "b c"), LabelFiles.parseArray(" [\"a\", \" b c \"] ", "l"));
        for (String wrong : new String[] {"", "{}", "{\"a\": 0}", "[1]", "[\"a\"", "[\"a\"] 1", "[[\"a\"]]", "[\"a\",]",
                "nonsense", "[]",
            "[\"a\", \" \"]", "[null]"}) {
            String message = assertThrows(IOException.class, () -> LabelFiles.parseArray(wrong, "l"), wrong)
                    .getMessage();
            assertTrue(message.startsWith("l: expected "), message);
        }
        assertEquals("l: expected a JSON array of names, found an object",
                assertThrows(IOException.class, () -> LabelFiles.parseArray("{\"a\": 0}", "l")).getMessage());
        assertEquals("l: expected a JSON array of names, found nothing",
                assertThrows(IOException.class, () -> LabelFiles.parseArray("", "l")).getMessage());
        // As a file of labels has it: a class without a name is none
        assertEquals("l: expected a name as element 1 of the JSON array, found a blank one",
                assertThrows(IOException.class, () -> LabelFiles.parseArray("[\"a\", \" \"]", "l")).getMessage());
    }
}
