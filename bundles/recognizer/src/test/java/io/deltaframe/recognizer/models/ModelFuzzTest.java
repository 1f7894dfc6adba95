package io.deltaframe.recognizer.models;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.recognizer.labels.LabelFiles;
import io.deltaframe.recognizer.lifecycle.RequiredLabels;
import io.deltaframe.recognizer.serving.FuzzedConfiguration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people say about a model, made up by a fuzzer that follows coverage. The first byte of an input says what the
 * others are: a file of labels, labels in JSON, a recognizer's setting {@code labels}, a model's metadata, or a
 * configuration.
 */
class ModelFuzzTest {

    private static final byte LABELS = 0;
    private static final byte JSON = 1;
    private static final byte SETTING = 2;
    private static final byte METADATA = 3;
    private static final byte CONFIGURATION = 4;
    private static final int LONGEST_MESSAGE = 10_000;
    private static final Path FILE = Path.of("target", "fuzzed.safetensors");
    private static final ModelSettings NOTHING_SAID = new ModelSettings("", "", Optional.empty(), "", 0, 0, 0);

    /** The narrow network: its header without braces and metadata, and its tensors. */
    private static final byte[] NETWORK = Fixtures.bytes("checkpoints/tiny-8f.safetensors");

    static Stream<byte[]> seeds() {
        String eleven = Stream.of("abcdefghijk".split("")).map(letter -> "\\\"" + letter + "\\\"")
                .collect(Collectors.joining(",", "[", "]"));
        Stream<byte[]> configurations = FuzzedConfiguration.SEEDS.stream().map(text -> seed(CONFIGURATION, text));
        return Stream.concat(configurations, Stream.of(
                seed(LABELS, "a\nb\r\n\"c, d\"\n"), seed(LABELS, "id,name\n1,a\n2,b\n"),
                seed(LABELS, "\uFEFF1 ApplyEyeMakeup\n2 ApplyLipstick\n"), seed(LABELS, "{\"b\":1,\"a\":0}"),
                seed(LABELS, "{\"0\":\"a\",\"1\":\"b\"}"), seed(LABELS, "0;x\n1;y\n"), seed(JSON, "[\"a\",\"größer\"]"),
                seed(SETTING, "174"), seed(SETTING, "labels/kinetics.txt"),
                seed(METADATA, "\"name\":\"a\",\"version\":\"1.2.3\",\"segments\":\"16\",\"input_size\":\"112\","
                        + "\"resize_short_side\":\"128\",\"mean\":\"0.5, 0.25,0\",\"std\":\"1,2,3\","
                        + "\"labels\":\"" + eleven + "\"")));
    }

    private static byte[] seed(byte what, String content) {
        byte[] utf8 = content.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + utf8.length).put(what).put(utf8).array();
    }

    /** What is said is taken or refused in one line, whatever it is. */
    @MethodSource("seeds")
    @FuzzTest
    void anythingThatIsSaidOfAModelIsTakenOrRefused(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] content = Arrays.copyOfRange(input, 1, input.length);
        String text = new String(content, StandardCharsets.UTF_8);
        try {
            switch (input[0]) {
                case LABELS -> labels(LabelFiles.parse(content, "fuzzed"));
                case JSON -> labels(LabelFiles.parseArray(text, "fuzzed"));
                case SETTING -> RequiredLabels.of(text);
                case METADATA -> inspect(text);
                case CONFIGURATION -> FuzzedConfiguration.configure(text, ModelFuzzTest::sentence);
                default -> { }
            }
        } catch (IOException e) {
            sentence(e.getMessage());
        } catch (IllegalArgumentException e) {
            assertTrue(input[0] == SETTING && e.getMessage().startsWith("labels: "), () -> "thrown: " + e);
            sentence(e.getMessage());
        }
    }

    private static void labels(List<String> labels) {
        assertFalse(labels.isEmpty(), "no labels");
        assertTrue(labels.stream().noneMatch(String::isBlank), "a blank label");
    }

    private static void inspect(String metadata) throws IOException {
        int length = (int) ByteBuffer.wrap(NETWORK).order(ByteOrder.LITTLE_ENDIAN).getLong();
        String header = new String(NETWORK, 8, length, StandardCharsets.UTF_8)
                .replaceFirst("\"__metadata__\"\\s*:\\s*\\{[^}]*}\\s*,", "");
        byte[] changed = ("{\"__metadata__\":{" + metadata + "}," + header.substring(1))
                .getBytes(StandardCharsets.UTF_8);
        Files.deleteIfExists(FILE); // cutting a file to nothing waits for the disk
        Files.write(FILE, ByteBuffer.allocate(8 + changed.length + NETWORK.length - 8 - length)
                .order(ByteOrder.LITTLE_ENDIAN).putLong(changed.length).put(changed)
                .put(NETWORK, 8 + length, NETWORK.length - 8 - length).array());
        InspectedModel model = InspectedModel.of(CheckpointSource.File.of(FILE), NOTHING_SAID);
        labels(model.info().labels());
        model.notes().forEach(ModelFuzzTest::sentence);
    }

    private static void sentence(String message) {
        assertTrue(message.length() < LONGEST_MESSAGE && message.chars().noneMatch(Character::isISOControl),
                () -> "not a line for people: " + message);
    }
}
