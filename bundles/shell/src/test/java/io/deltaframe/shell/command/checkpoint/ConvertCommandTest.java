package io.deltaframe.shell.command.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.shell.command.Call;
import io.deltaframe.shell.platform.FakePlatform;
import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.DataType;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertCommandTest {

    @TempDir
    private Path folder;
    private final FakePlatform platform = new FakePlatform();

    @BeforeEach
    void make_labels() throws IOException {
        Files.writeString(folder.resolve("labels.json"),
                "{\"b\":1,\"a\":0,\"c\":2,\"d\":3,\"e\":4,\"f\":5,\"g\":6,\"h\":7,\"i\":8,\"j\":9,\"größer\":10}");
    }

    private Call convert(String... args) {
        return Call.of(platform, folder, false,
                Stream.concat(Stream.of("convert"), Stream.of(args)).toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-8f-zip.pth.tar", "tiny-8f-legacy.pth.tar", "tiny-8f-statedict.pth",
            "tiny-8f.safetensors"})
    void every_container_becomes_a_model_that_describes_itself(String name) throws Exception {
        Path in = Fixtures.copy("checkpoints/" + name, folder);
        Call call = convert("--labels", "labels.json", "--name", "tiny", "--version", "1.2", "--segments", "8",
                "--input-size", "112",
                "--resize-short-side", "128", "--provenance", "made up", "--license", "MIT", name, "out.safetensors");
        assertEquals(0, call.status(), call.err());
        assertEquals("", call.err());
        assertEquals("out.safetensors: TDN, depths 1,2,2,1, width 8, 11 classes, 8 segments, 163,413 parameters, "
                + "single precision, 0.7 MB\n", call.out());
        try (Checkpoint source = Checkpoints.open(in);
                Checkpoint copy = Checkpoints.open(folder.resolve("out.safetensors"))) {
            Map<String, String> metadata = copy.metadata();
            assertEquals("tiny", metadata.get("name"));
            assertEquals("1.2", metadata.get("version"));
            assertEquals("[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"größer\"]",
                    metadata.get("labels"));
            assertEquals(List.of("8", "112", "128"),
                    List.of(metadata.get("segments"), metadata.get("input_size"), metadata.get("resize_short_side")));
            assertEquals(List.of("made up", "MIT", "single"),
                    List.of(metadata.get("provenance"), metadata.get("license"), metadata.get("precision")));
            assertEquals(name, metadata.get("source"));
            assertEquals(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(in))),
                    metadata.get("source_sha256"));
            assertEquals(Architectures.detect(source, 8), Architectures.detect(copy, 0));
            for (String key : copy.tensors().keySet()) {
                assertArrayEquals(source.read(key), copy.read(key), key);
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count(), "something is left beside");
        }
    }

    @Test
    void what_is_not_said_is_the_sources_own_or_the_released_models() throws Exception {
        Fixtures.copy("checkpoints/tiny-8f-zip.pth.tar", folder);
        Call call = convert("tiny-8f-zip.pth.tar", "first.safetensors");
        assertEquals(0, call.status(), call.err());
        assertEquals("deltaframe: warning: tiny-8f-zip.pth.tar does not say how many segments a clip has: 8 are "
                + "assumed; say 16 "
                + "(--segments 16) of a model of 16\n", call.err());
        call = convert("--half", "--version", "2.0.0", "first.safetensors", "second.safetensors");
        assertEquals(0, call.status(), call.err());
        assertEquals("", call.err());
        try (Checkpoint second = Checkpoints.open(folder.resolve("second.safetensors"))) {
            Map<String, String> metadata = second.metadata();
            assertEquals(List.of("first", "2.0.0", "8", "224", "256", "half", "first.safetensors"),
                    Stream.of("name", "version", "segments",
                    "input_size", "resize_short_side", "precision", "source").map(metadata::get).toList());
            assertTrue(metadata.get("provenance")
                    .startsWith("converted from tiny-8f-zip.pth.tar (pytorch-zip, SHA-256 "),
                    metadata.get("provenance"));
            assertEquals("resnet50", metadata.get("source_arch"));
            assertEquals(DataType.F16, second.tensors().get("new_fc.weight").type());
            assertEquals(DataType.F32, second.tensors().get("base_model.bn1.running_var").type());
        }
        assertTrue(Files.size(folder.resolve("second.safetensors"))
                < 0.6 * Files.size(folder.resolve("first.safetensors")));
    }

    @Test
    void nothing_is_overwritten_without_force() throws Exception {
        Fixtures.copy("checkpoints/tiny-8f.safetensors", folder);
        Path out = Files.writeString(folder.resolve("out.safetensors"), "precious");
        assertEquals(new Call(1, "", "deltaframe: out.safetensors exists; --force replaces it\n"),
                convert("tiny-8f.safetensors", "out.safetensors"));
        assertEquals("precious", Files.readString(out));
        assertEquals(0, convert("--force", "--segments", "8", "tiny-8f.safetensors", "out.safetensors").status());
        assertTrue(Files.size(out) > 100_000);
        assertEquals(new Call(1, "", "deltaframe: IN and OUT are the same file: out.safetensors\n"),
                convert("--force", "out.safetensors", "out.safetensors"));
    }

    @Test
    void a_conversion_that_fails_leaves_nothing() throws Exception {
        byte[] bytes = Fixtures.bytes("checkpoints/tiny-8f-zip.pth.tar");
        Files.write(folder.resolve("cut.pth"), Arrays.copyOf(bytes, bytes.length / 2));
        Call call = convert("cut.pth", "out.safetensors");
        assertEquals(1, call.status());
        assertTrue(call.err().startsWith("deltaframe: cut.pth: "), call.err());
        Fixtures.copy("checkpoints/tiny-8f.safetensors", folder);
        Files.writeString(folder.resolve("ten.txt"), "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n".replaceAll("\\d", "label $0"));
        assertEquals(new Call(1, "",
                "deltaframe: labels file ten.txt has 10 names but tiny-8f.safetensors has 11 classes\n"),
                convert("--labels", "ten.txt", "tiny-8f.safetensors", "out.safetensors"));
        assertEquals(1, convert("--segments", "8", "tiny-8f.safetensors", "nowhere/out.safetensors").status());
        assertFalse(Files.exists(folder.resolve("out.safetensors")));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.filter(file -> file.toString().endsWith(".part")).toList());
        }
    }

    @Test
    void of_several_sets_of_weights_the_one_asked_for_is_taken_and_a_choice_is_told() throws Exception {
        TwoSets.write(folder.resolve("two.safetensors"));
        Call call = convert("--segments", "8", "two.safetensors", "net.safetensors");
        assertEquals("deltaframe: warning: two.safetensors has several sets of weights: net is taken, not ema "
                + "(--weights)\n", call.err());
        assertEquals(0, call.status());
        call = convert("--segments", "8", "--weights", "ema", "two.safetensors", "ema.safetensors");
        assertEquals("", call.err());
        assertEquals(0, call.status());
        for (String name : List.of("net", "ema")) {
            try (Checkpoint copy = Checkpoints.open(folder.resolve(name + ".safetensors"))) {
                assertEquals(name.equals("net") ? 2 : 3, copy.read("new_fc.bias")[4]);
                assertEquals(List.of(), copy.otherWeights());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a.pth                              | Missing required parameter: 'OUT'",
        "a.pth b.pth                        | OUT must end in .safetensors but is b.pth",
        "--version one a.pth b.safetensors | --version must be in OSGi syntax such as 1.2.3 or 1.2.3.beta but is 'one'",
        "--segments 9 a.pth b.safetensors   | --segments must be 8 or 16 but is 9",
        "--input-size 8 a.pth b.safetensors | --input-size must be 32 to 4096 but is 8"})
    void wrong_usage_is_told_with_status_2(String args, String expected) {
        Call call = convert(args.split(" "));
        assertEquals(2, call.status());
        assertEquals("deltaframe convert: " + expected + "\nTry 'deltaframe help convert'.\n", call.err());
    }
}
