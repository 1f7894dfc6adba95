package io.deltaframe.recognizer.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.recognizer.metadata.CheckpointMetadata;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelInspectorTest {

    private static final ModelSettings NOTHING_SAID = new ModelSettings("", "", Optional.empty(), "", 0, 0, 0);

    @TempDir
    private Path folder;

    private ModelInfo inspect(Path file, ModelSettings settings) throws IOException {
        return InspectedModel.of(CheckpointSource.File.of(file), settings).info();
    }

    private String refusal(Path file, ModelSettings settings) {
        return assertThrows(IOException.class, () -> inspect(file, settings)).getMessage();
    }

    /** The narrow fixture network with other metadata. */
    private Path withMetadata(String json) throws IOException {
        byte[] file = Fixtures.bytes("checkpoints/tiny-8f.safetensors");
        int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        String header = new String(file, 8, length, StandardCharsets.UTF_8)
                .replaceFirst("\"__metadata__\"\\s*:\\s*\\{[^}]*\\}\\s*,", "");
        byte[] changed = ("{\"__metadata__\":" + json + "," + header.substring(1)).getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(8 + changed.length + file.length - 8 - length)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(changed.length).put(changed).put(file, 8 + length, file.length - 8 - length);
        return Files.write(folder.resolve("net.safetensors"), out.array());
    }

    @Test
    void aReleasedCheckpointHasTheReleasedFigures() throws Exception {
        Path file = Fixtures.copy("checkpoints/tiny-8f-zip.pth.tar", folder);
        ModelInfo info = inspect(file, NOTHING_SAID);
        String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        assertEquals(new ModelInfo("tiny-8f-zip", "1.0.0", sha256, "TDN, depths 1,2,2,1, width 8", 8, 224, 256,
                ClassLabels.numbered(11), "", ""), info);
    }

    @Test
    void metadataTellAboutTheModel() throws Exception {
        String labels = "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\"]".replace("\"", "\\\"");
        Path file = withMetadata("{\"name\":\"motion\",\"version\":\"2.1\",\"segments\":\"16\",\"input_size\":\"112\","
                + "\"resize_short_side\":\"128\",\"labels\":\"" + labels
                + "\",\"provenance\":\"here\",\"license\":\"MIT\"," + "\"mean\":\"0.5, 0.25,0\",\"std\":\"1,2,3\"}");
        ModelInfo info = inspect(file, NOTHING_SAID);
        assertEquals(new ModelInfo("motion", "2.1.0", info.sha256(), info.architecture(), 16, 112, 128,
                List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"), "here", "MIT"), info);
        try (Checkpoint checkpoint = Checkpoints.open(file)) {
            assertEquals(new Normalization(List.of(0.5f, 0.25f, 0f), List.of(1f, 2f, 3f)),
                    CheckpointMetadata.normalization(checkpoint));
        }
    }

    @Test
    void settingsGoBeforeMetadata() throws Exception {
        Path file = withMetadata("{\"name\":\"motion\",\"version\":\"nonsense\",\"segments\":\"16\","
                + "\"input_size\":\"112\"}");
        List<String> labels = ClassLabels.numbered(11).reversed();
        ModelInfo info = inspect(file, new ModelSettings("mine", "3.0.0", Optional.of(labels), "mine.txt", 4, 64, 80));
        assertEquals(new ModelInfo("mine", "3.0.0", info.sha256(), info.architecture(), 4, 64, 80, labels, "", ""),
                info);
    }

    @Test
    void withoutMetadataTheInputIsNormalisedAsForImageNet() throws Exception {
        try (Checkpoint checkpoint = Checkpoints.open(Fixtures.copy("checkpoints/tiny-8f-statedict.pth", folder))) {
            assertEquals(Normalization.IMAGENET, CheckpointMetadata.normalization(checkpoint));
        }
    }

    @Test
    void metadataThatMakeNoSenseAreNamed() throws Exception {
        assertEquals("net.safetensors: version: expected OSGi syntax such as 1.2.3 or 1.2.3.beta in the metadata (a "
                + "configured version goes before it), found "
                + "'one'", refusal(withMetadata("{\"version\":\"one\"}"), NOTHING_SAID));
        assertEquals("net.safetensors: metadata input_size: expected a number of pixels, found 'big'",
                refusal(withMetadata("{\"input_size\":\"big\"}"), NOTHING_SAID));
        assertEquals("net.safetensors: resize_short_side: expected 32 to 4096 pixels, found 31",
                refusal(withMetadata("{\"resize_short_side\":\"31\"}"), NOTHING_SAID));
        assertEquals("net.safetensors: metadata mean and std: expected three numbers separated by commas each, found "
                + "mean '0.5,0.5' and std 'null'", refusal(withMetadata("{\"mean\":\"0.5,0.5\"}"), NOTHING_SAID));
        assertEquals("net.safetensors: metadata labels: expected a label for each of the 11 classes, "
                + "found 2 labels",
                refusal(withMetadata("{\"labels\":\"[\\\"a\\\",\\\"b\\\"]\"}"), NOTHING_SAID));
        assertTrue(refusal(withMetadata("{\"segments\":\"0\"}"), NOTHING_SAID).contains("segments"));
    }

    @Test
    void aClipTooLargeForAnArrayIsRefused() throws Exception {
        Path file = Fixtures.copy("checkpoints/tiny-8f.safetensors", folder);
        assertEquals("tiny-8f.safetensors: expected clips of less than 2 GiB, found 1000 segments of crops up to 512 "
                + "pixels",
                refusal(file, new ModelSettings("", "", Optional.empty(), "", 1000, 224, 512)));
    }

    @Test
    void labelsMustBeAsManyAsClasses() {
        Path file = Fixtures.copy("checkpoints/tiny-8f.safetensors", folder);
        assertEquals("names.txt: expected a label for each of the 11 classes of tiny-8f.safetensors, found 1 labels",
                refusal(file, new ModelSettings("", "", Optional.of(List.of("one")), "names.txt", 0, 0, 0)));
    }

    @Test
    void aBrokenOrMissingFileIsNamed() throws Exception {
        Path cut = folder.resolve("cut.safetensors");
        byte[] whole = Fixtures.bytes("checkpoints/tiny-8f.safetensors");
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
        assertTrue(refusal(cut, NOTHING_SAID).startsWith("cut.safetensors: "), refusal(cut, NOTHING_SAID));
        Path missing = folder.resolve("missing.pth");
        assertEquals(missing + ": expected a checkpoint file, found no such file", refusal(missing, NOTHING_SAID));
        assertEquals(folder + ": expected a checkpoint file, found a directory", refusal(folder, NOTHING_SAID));
    }

    @Test
    void otherSetsOfWeightsAreNamed() throws Exception {
        byte[] file = Fixtures.bytes("checkpoints/tiny-8f.safetensors");
        int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        int size = file.length - 8 - length;
        Matcher tensor = Pattern.compile("\"([^\"]+)\":(\\{\"dtype\":\"\\w+\",\"shape\":\\[[^]]*],"
                + "\"data_offsets\":)\\[(\\d+),(\\d+)]}").matcher(new String(file, 8, length, StandardCharsets.UTF_8));
        StringJoiner twice = new StringJoiner(",", "{", "}");
        while (tensor.find()) {
            long begin = Long.parseLong(tensor.group(3));
            long end = Long.parseLong(tensor.group(4));
            twice.add("\"ema." + tensor.group(1) + "\":" + tensor.group(2) + "[" + begin + "," + end + "]}");
            twice.add("\"net." + tensor.group(1) + "\":" + tensor.group(2) + "[" + (size + begin) + "," + (size + end)
                    + "]}");
        }
        byte[] header = twice.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(8 + header.length + 2 * size).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length).put(header).put(file, 8 + length, size).put(file, 8 + length, size);
        Path two = Files.write(folder.resolve("two.safetensors"), out.array());
        assertEquals(List.of("two.safetensors has several sets of weights: net is read, not ema; "
                + "'deltaframe convert --weights' takes another one",
                "two.safetensors does not say segments 8, input size 224, short side 256: assumed, as released models "
                + "have it"),
                InspectedModel.of(CheckpointSource.File.of(two), NOTHING_SAID).notes());
        Path one = Fixtures.copy("checkpoints/tiny-8f.safetensors", folder);
        assertEquals(List.of("tiny-8f.safetensors does not say input size 224, short side 256: assumed, as "
                + "released models have it"), InspectedModel.of(CheckpointSource.File.of(one), NOTHING_SAID).notes());
        assertEquals(List.of(), InspectedModel.of(CheckpointSource.File.of(one),
                new ModelSettings("", "", Optional.empty(), "", 8, 224, 256)).notes());
    }

    @Test
    void aFileThatEndsWithZerosWasNotWrittenToItsEnd() throws Exception {
        byte[] whole = Fixtures.bytes("checkpoints/tiny-8f.safetensors");
        Path half = folder.resolve("half.safetensors");
        Files.write(half, Arrays.copyOf(Arrays.copyOf(whole, whole.length / 2), whole.length));
        String refusal = refusal(half, NOTHING_SAID);
        assertTrue(refusal.startsWith("half.safetensors: expected weights up to the end of the file, found "), refusal);
        assertTrue(refusal.endsWith(" bytes of zeros there: it was not written to its end, and is taken when it is"),
                refusal);
    }

    @Test
    void aFileNameSaysModelAndVersion() {
        assertEquals(new CheckpointFileName("tdn", "tdn", ""), CheckpointFileName.of("tdn.pth.tar"));
        assertEquals(new CheckpointFileName("tdn.v2", "tdn.v2", ""), CheckpointFileName.of("tdn.v2.SafeTensors"));
        assertEquals(new CheckpointFileName("tdn", "tdn", ""), CheckpointFileName.of("tdn"));
        assertEquals(new CheckpointFileName(".pth", ".pth", ""), CheckpointFileName.of(".pth"));
        assertEquals(new CheckpointFileName("resnet-50", "resnet-50", ""), CheckpointFileName.of("resnet-50.pth"));
        assertEquals(new CheckpointFileName("tdn-r50-1.20.3", "tdn-r50", "1.20.3"),
                CheckpointFileName.of("tdn-r50-1.20.3.pth.tar"));
        assertEquals(new CheckpointFileName("tdn-1.2.3.rc-1", "tdn", "1.2.3.rc-1"),
                CheckpointFileName.of("tdn-1.2.3.rc-1.safetensors"));
    }

    @Test
    void nameAndVersionComeFromTheFileNameWhereNothingElseSaysThem() throws Exception {
        Path file = Files.move(Fixtures.copy("checkpoints/tiny-8f-zip.pth.tar", folder),
                folder.resolve("door-2.1.0.pth.tar"));
        ModelInfo info = inspect(file, NOTHING_SAID);
        assertEquals("door 2.1.0", info.name() + " " + info.version());
        ModelInfo said = inspect(file, new ModelSettings("gate", "3.0.0", Optional.empty(), "", 0, 0, 0));
        assertEquals("gate 3.0.0", said.name() + " " + said.version());
        ModelInfo carried = inspect(Files.move(withMetadata("{\"name\":\"m\",\"version\":\"1.5.0\"}"),
                folder.resolve("x-9.9.9.safetensors")), NOTHING_SAID);
        assertEquals("m 1.5.0", carried.name() + " " + carried.version());
    }
}
