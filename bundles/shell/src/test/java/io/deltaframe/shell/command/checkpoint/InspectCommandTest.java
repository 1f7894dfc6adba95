package io.deltaframe.shell.command.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.shell.command.Call;
import io.deltaframe.shell.platform.FakePlatform;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.SyntheticCheckpoint;
import io.deltaframe.tdn.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {

    @TempDir
    private Path folder;

    private Call inspect(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "inspect";
        System.arraycopy(args, 0, all, 1, args.length);
        return Call.of(new FakePlatform(), folder, false, all);
    }

    @Test
    void tells_what_is_in_a_checkpoint() {
        Fixtures.copy("checkpoints/tiny-8f-legacy.pth.tar", folder);
        assertEquals(new Call(0, """
                tiny-8f-legacy.pth.tar
                  container    pytorch-legacy, 0.7 MB
                  tensors      281 F32, 48 I64
                  network      TDN, depths 1,2,2,1, width 8
                  depth        1 + 2 + 2 + 1 bottlenecks
                  width        8 channels
                  classes      11
                  segments     8 assumed: the file does not say, and its tensors cannot
                  assumed      input size 224, short side 256: the file does not say
                  parameters   163,413
                  arithmetic   1.0 GFLOP a clip at 224x224
                  keys         none missing, none unknown, 50 ignored
                  metadata     arch = resnet50
                  metadata     best_prec1 = 52.3
                  metadata     epoch = 60
                  usable       yes
                  trial        not tried on an engine
                """, ""), inspect("tiny-8f-legacy.pth.tar"));
        assertTrue(inspect("--segments", "16", "tiny-8f-legacy.pth.tar").out().contains("  segments     16\n"));
    }

    @Test
    void prints_one_json_object() {
        Fixtures.copy("checkpoints/tiny-8f-fp16.safetensors", folder);
        Call call = inspect("--json", "--input-size", "112", "tiny-8f-fp16.safetensors");
        assertEquals(0, call.status(), call.err());
        assertTrue(call.out().startsWith("{\"file\":\"tiny-8f-fp16.safetensors\",\"container\":\"safetensors\","
                + "\"bytes\":370714,\"usable\":true,"
                + "\"architecture\":{\"name\":\"TDN, depths 1,2,2,1, width 8\",\"depths\":[1,2,2,1],\"width\":8,"
                + "\"classes\":11,\"segments\":8,"
                + "\"segmentsKnown\":false},\"inputSize\":112,\"parameters\":163413,\"gflop\":0.24"), call.out());
        assertTrue(call.out().contains("\"faults\":[],\"unknown\":[],\"ignored\":50,"), call.out());
    }

    @Test
    void missing_and_unknown_keys_are_listed() throws Exception {
        // A key of the same length keeps every offset of the header as it is
        String text = new String(Fixtures.bytes("checkpoints/tiny-8f.safetensors"), StandardCharsets.ISO_8859_1);
        Files.writeString(folder.resolve("odd.safetensors"), text.replace("\"new_fc.bias\"", "\"new_fc.bios\""),
                StandardCharsets.ISO_8859_1);
        Call call = inspect("odd.safetensors");
        assertEquals(1, call.status(), call.err());
        assertTrue(call.out().contains("""
                  keys         1 missing or wrong, 1 unknown, 50 ignored
                    missing or wrong: new_fc.bias: expected shape [11], found no such key but new_fc.bios
                    unknown: new_fc.bios
                """), call.out());
        assertTrue(call.out().endsWith("  usable       no\n"), call.out());
    }

    @Test
    void a_checkpoint_of_something_else_is_told_from_a_file_that_is_none() throws Exception {
        Fixtures.copy("modules/shift-c16-t8.safetensors", folder);
        Call other = inspect("shift-c16-t8.safetensors");
        assertEquals(1, other.status(), other.err());
        assertTrue(other.out().contains("missing or wrong: shift-c16-t8.safetensors: expected a TDN with the key "
                + "base_model.conv1.weight"), other.out());
        Files.writeString(folder.resolve("text.pth"), "hello, world");
        Call none = inspect("text.pth");
        assertEquals(1, none.status());
        assertTrue(none.err().startsWith("deltaframe: text.pth: expected a PyTorch (zip or legacy) or safetensors "
                + "checkpoint, found"), none.err());
        assertEquals(1, inspect("missing.pth").status());
    }

    private static Path stored(Path file, Map<String, String> metadata, String key, float value) throws IOException {
        Architecture architecture = new Architecture(List.of(1, 1, 1, 1), 8, 5, 8);
        SyntheticCheckpoint sound = new SyntheticCheckpoint(architecture);
        Checkpoint checkpoint = new ChangedCheckpoint(sound, key, value);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            SafetensorsWriter.write(checkpoint, List.copyOf(checkpoint.tensors().keySet()), metadata,
                    SafetensorsWriter.Precision.SINGLE, out);
        }
        return file;
    }

    private void assertFault(String fault, Map<String, String> metadata, String key, float value) throws IOException {
        Path file = stored(folder.resolve("odd.safetensors"), metadata, key, value);
        try {
            Call call = inspect("odd.safetensors");
            assertTrue(call.out().contains("    missing or wrong: odd.safetensors: " + fault), call.out() + call.err());
            assertTrue(call.out().endsWith("  usable       no\n"), call.out());
            assertEquals(1, call.status());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void what_loading_refuses_is_not_usable() throws Exception {
        assertFault("base_model.conv1.weight: expected finite numbers, found NaN at element 0 of 1176", Map.of(),
                "base_model.conv1.weight", Float.NaN);
        assertFault("new_fc.bias: expected finite numbers, found Infinity at element 0 of 5", Map.of(),
                "new_fc.bias", Float.POSITIVE_INFINITY);
        assertFault("base_model.layer1_bak.0.conv2.weight: expected weights, found 576 zeros and nothing else",
                Map.of(), "base_model.layer1_bak.0.conv2.weight", 0);
        assertFault("new_fc.weight: expected weights, found 1280 zeros and nothing else", Map.of(), "new_fc.weight", 0);
        assertFault("base_model.bn1.running_var: expected variances, found zero in all 8 channels", Map.of(),
                "base_model.bn1.running_var", 0);
        assertFault("base_model.bn1.running_var: expected no negative variance, found -1.0 in channel 0", Map.of(),
                "base_model.bn1.running_var", -1);
    }

    @Test
    void metadata_that_loading_refuses_are_not_usable() throws Exception {
        assertFault("metadata labels: expected a label for each of the 5 classes, found 1 labels",
                Map.of("labels", "[\"a\"]"), "", 0);
        assertFault("metadata mean and std: expected three numbers", Map.of("mean", "abc"), "", 0);
        assertFault("metadata mean and std: expected three numbers", Map.of("std", "[0,0,0]"), "", 0);
        assertFault("metadata mean and std: expected three numbers", Map.of("std", "0,0,0"), "", 0);
        assertFault("input_size: expected 32 to 4096 pixels, found 1000000", Map.of("input_size", "1000000"), "", 0);
        assertFault("version: expected OSGi syntax such as 1.2.3 or 1.2.3.beta in the metadata", Map.of("version",
                "v7"), "", 0);
        assertFault("version: expected OSGi syntax such as 1.2.3 or 1.2.3.beta in the metadata", Map.of("version",
                "v1-beta"), "", 0);
        assertFault("metadata segments: expected a number from 1 to", Map.of("segments", "eight"), "", 0);
        stored(folder.resolve("sound.safetensors"), Map.of("segments", "8"), "", 0);
        Call sound = inspect("sound.safetensors");
        assertEquals(0, sound.status(), sound.err());
        assertTrue(sound.out().endsWith("  usable       yes\n  trial        not tried on an engine\n"), sound.out());
    }

    @Test
    void other_sets_of_weights_are_named_and_can_be_asked_for() throws Exception {
        TwoSets.write(folder.resolve("two.safetensors"));
        String text = inspect("two.safetensors").out();
        assertTrue(text.contains("  weights      net; not ema (--weights)\n"), text);
        assertTrue(text.contains("  keys         none missing, none unknown, 0 ignored\n"), text);
        text = inspect("--weights", "ema", "two.safetensors").out();
        assertTrue(text.contains("  weights      ema; not net (--weights)\n"), text);
        text = inspect("--json", "two.safetensors").out();
        assertTrue(text.contains("\"weights\":\"net\",\"otherWeights\":[\"ema\"],\"skipped\":[],"), text);
        assertEquals(new Call(1, "", "deltaframe: two.safetensors: expected a set of weights named teacher, found ema, "
                + "net\n"), inspect("--weights", "teacher", "two.safetensors"));
    }

    @Test
    void names_of_python_that_were_skipped_are_told() throws Exception {
        String pickle = "\u0080\u0002}(X\1\0\0\0dctorch\nfloat16\nX\1\0\0\0nctorch._utils\n_rebuild_tensor_v2\n("
                + "(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0" + "0X\3\0\0\0cpuK\1tQK\0(K\1t(K\1t\u0089NtRu.";
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("dtype.pth")))) {
            store(zip, "a/data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1));
            store(zip, "a/data/0", new byte[4]);
        }
        String text = inspect("dtype.pth").out();
        assertTrue(text.contains("  tensors      1 F32\n  skipped      torch.float16\n"), text);
        text = inspect("--json", "dtype.pth").out();
        assertTrue(text.contains("\"skipped\":[\"torch.float16\"]"), text);
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 sum = new CRC32();
        sum.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
