package io.deltaframe.tdn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import io.deltaframe.tdn.checkpoint.ForwardingCheckpoint;
import io.deltaframe.tdn.checkpoint.MemoryChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitecturesTest {

    /** A safetensors file of one number. */
    private static final byte[] OF_ONE = ("9\0\0\0\0\0\0\0{\"w\":{\"dtype\":\"F32\",\"shape\":[1],"
            + "\"data_offsets\":[0,4]}}   \0\0\0\0").getBytes(StandardCharsets.UTF_8);

    @Test
    void releasedArchitecturesAreRecognised() throws Exception {
        assertEquals("TDN-ResNet-50", Architectures.detect(released("resnet50"), 0).describe());
        assertEquals(List.of(3, 4, 23, 3), Architectures.detect(released("resnet101"), 0).depths());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-8f.safetensors", "tiny-8f-zip.pth.tar", "tiny-8f-statedict.pth",
            "tiny-8f-legacy.pth.tar",
        "tiny-8f-bf16.safetensors"})
    void depthsWidthAndClassesAreReadOffTheTensorsOfAnyContainer(String file) throws Exception {
        try (Checkpoint checkpoint = Checkpoints.open(new MemoryChannel(Fixtures.bytes("checkpoints/" + file)), file)) {
            assertEquals(new Architecture(List.of(1, 2, 2, 1), 8, 11, 8), Architectures.detect(checkpoint, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet50", "resnet101"})
    void aPlanReadsWhatWasCheckedAndNothingElse(String name) throws Exception {
        ListedCheckpoint checkpoint = released(name);
        Architecture architecture = Architectures.detect(checkpoint, 8);
        loadAll(new NetworkPlan(architecture, Normalization.IMAGENET, checkpoint));
        ParameterShapes shapes = ParameterShapes.of(architecture);
        TreeSet<String> checked = new TreeSet<>(shapes.required().keySet());
        shapes.optional().keySet().stream().filter(checkpoint.tensors()::containsKey).forEach(checked::add);
        assertEquals(checked, new TreeSet<>(checkpoint.keysRead()));
        TreeSet<String> ignored = new TreeSet<>(checkpoint.tensors().keySet());
        ignored.removeAll(checkpoint.keysRead());
        ignored.removeIf(key -> key.endsWith(".num_batches_tracked"));
        assertEquals(List.of("base_model.conv1_temp.bias", "base_model.conv1_temp.weight"), List.copyOf(ignored));
        assertEquals(List.of(), Architectures.unknownKeys(checkpoint, architecture));
    }

    @Test
    void shapesOfAPlanAreThoseOfTheTensors() throws Exception {
        ListedCheckpoint checkpoint = released("resnet50");
        NetworkPlan plan = new NetworkPlan(Architectures.detect(checkpoint, 8), Normalization.IMAGENET, checkpoint);
        convolutions(plan).forEach(c -> assertEquals(List.of(c.outChannels(), c.inChannels() / c.groups(), c.kernel(),
                c.kernel()), checkpoint.tensors().get(c.name() + ".weight").shape(), c.name()));
    }

    @Test
    void biasesBeforeANormalisationMayBeMissing() throws Exception {
        ListedCheckpoint checkpoint = released("resnet50");
        List.copyOf(checkpoint.tensors().keySet()).stream()
                .filter(key -> key.matches(".*conv\\d\\.bias|.*downsample\\.0\\.bias")).forEach(checkpoint::remove);
        loadAll(new NetworkPlan(Architectures.detect(checkpoint, 8), Normalization.IMAGENET, checkpoint));
    }

    @Test
    void segmentsComeFromTheCallerThenTheMetadataThenTheDefault() throws Exception {
        assertEquals(16, Architectures.detect(released("resnet50", Map.of("segments", "12")), 16).segments());
        assertEquals(12, Architectures.detect(released("resnet50", Map.of("segments", "12")), 0).segments());
        assertEquals(8, Architectures.detect(released("resnet50"), 0).segments());
        assertThrows(IllegalArgumentException.class, () -> Architectures.detect(released("resnet50"), -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-8", "eight", "", "9999", "2000000000", "8\n"})
    void segmentsOfTheMetadataMustBeASensibleNumber(String segments) {
        assertRefused(released("resnet50", Map.of("segments", segments)),
                "listed.pth: metadata segments: expected a number from 1 to 1024, found '" + segments.replace('\n', '?')
                + "'");
    }

    @Test
    void theFirstFaultIsNamedAndTheOthersCounted() {
        ListedCheckpoint checkpoint = released("resnet50");
        checkpoint.remove("base_model.layer2_bak.1.mse.bn1.running_var");
        assertRefused(checkpoint,
                "listed.pth: base_model.layer2_bak.1.mse.bn1.running_var: expected shape [8], found no such key");
        checkpoint.put("base_model.layer3_bak.0.shift.conv.weight", DataType.F32, List.of(256, 3));
        checkpoint.put("base_model.bn1.weight", DataType.I64, List.of(64));
        assertRefused(checkpoint, "listed.pth: base_model.bn1.weight: expected a floating-point type, found I64"
                + ": convert the weights to float16 or float32 (and 2 more keys missing or wrong)");
    }

    @Test
    void anOutlineIsReadWhateverElseIsMissingAndEveryFaultIsTold() throws Exception {
        ListedCheckpoint checkpoint = released("resnet50");
        Architecture whole = Architectures.detect(checkpoint, 8);
        assertEquals(List.of(), Architectures.faults(checkpoint, whole));
        checkpoint.remove("new_fc.bias");
        checkpoint.put("base_model.bn1.bias", DataType.F32, List.of(63));
        checkpoint.put("extra.weight", DataType.F32, List.of(1));
        assertEquals(whole, Architectures.outline(checkpoint, 8));
        assertEquals(List.of("base_model.bn1.bias: expected shape [64], found [63]",
                "new_fc.bias: expected shape [174], found no such key"), Architectures.faults(checkpoint, whole));
        assertEquals(List.of("extra.weight"), Architectures.unknownKeys(checkpoint, whole));
        checkpoint.remove("base_model.layer3_bak.2.conv1.weight");
        assertEquals(whole, Architectures.outline(checkpoint, 8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "base_model.conv1.weight | 62,3,7,7 | expected a width that is a multiple of 4 from 8 to 65536, found 62",
        "base_model.conv1.weight | 0,3,7,7 | expected a width that is a multiple of 4 from 8 to 65536, found 0",
        "base_model.conv1.weight           | 64,3,3,3   | expected shape [width, 3, 7, 7], found [64, 3, 3, 3]",
        "base_model.conv1.weight           | 64         | expected shape [width, 3, 7, 7], found [64]",
        "base_model.conv1.bias             | 32         | expected shape [64], found [32]",
        "new_fc.weight                     | 174        | expected shape [classes, 2048], found [174]",
        "new_fc.weight                     | 0,2048     | expected shape [classes, 2048], found [0, 2048]",
        "new_fc.weight                     | 174,512    | expected shape [174, 2048], found [174, 512]",
        "new_fc.bias                       | 101        | expected shape [174], found [101]",
        "base_model.layer2_bak.0.mse.conv2.bias  | 8    | expected no such key, found shape [8]",
        "base_model.layer2_bak.0.shift.conv.bias | 128  | expected no such key, found shape [128]"})
    void wrongShapesSayWhatWasExpected(String key, String shape, String message) {
        ListedCheckpoint checkpoint = released("resnet50");
        checkpoint.put(key, DataType.F32, Arrays.stream(shape.split(",")).map(Integer::valueOf).toList());
        assertRefused(checkpoint, "listed.pth: " + key + ": " + message);
    }

    @Test
    void gapsBetweenBlocksAreNamed() {
        ListedCheckpoint checkpoint = released("resnet50");
        checkpoint.put("base_model.layer3_bak.99999.conv1.weight", DataType.F32, List.of(1));
        assertRefused(checkpoint,
                "listed.pth: expected key base_model.layer3_bak.6.conv1.weight, found none but one of block 99999");
        List.copyOf(checkpoint.tensors().keySet()).stream().filter(key -> key.contains("layer3_bak"))
                .forEach(checkpoint::remove);
        assertRefused(checkpoint, "listed.pth: expected key base_model.layer3_bak.0.conv1.weight, found none");
    }

    @Test
    void anotherNetworkIsNoTdn() {
        assertRefused(new ListedCheckpoint(Map.of("fc.weight", List.of(10, 512)), Map.of()),
                "listed.pth: expected a TDN with the key base_model.conv1.weight, found no such key among 1 tensors, "
                        + "the first is fc.weight");
        Map<String, List<Integer>> resnet = new LinkedHashMap<>();
        resnet.put("net.stem.0.weight", List.of(64, 3, 7, 7));
        resnet.put("net.stem.1.weight", List.of(64));
        resnet.put("net.stem.1.bi\u001bas", List.of(64));
        resnet.put("net.base_model.conv1.weights", List.of(64, 3, 7, 7));
        resnet.put("net.head.weight", List.of(10, 2048));
        assertRefused(new ListedCheckpoint(resnet, Map.of()),
                "listed.pth: expected a TDN with the key base_model.conv1.weight, found no such key among 5 tensors, "
                        + "the first are net.stem.0.weight, net.stem.1.weight, net.stem.1.bi?as; all begin with net.; "
                        + "the nearest is net.base_model.conv1.weights");
    }

    @Test
    void aHeadThatNobodyKnowsIsShownWithItsShape() {
        ListedCheckpoint checkpoint = released("resnet50");
        checkpoint.remove("new_fc.weight");
        assertRefused(checkpoint, "listed.pth: expected a TDN with the key new_fc.weight, found no such key among "
                + checkpoint.tensors().size() + " tensors, the first are base_model.conv1.weight, "
                + "base_model.conv1.bias, base_model.bn1.weight; it has no matrix that could be the head");
        checkpoint.put("verbs.weight", DataType.F32, List.of(97, 2048));
        checkpoint.put("nouns.weight", DataType.F32, List.of(300, 2048));
        assertEquals("; could be the head: verbs.weight [97, 2048], nouns.weight [300, 2048]",
                refusal(checkpoint).substring(refusal(checkpoint).indexOf("; could")));
    }

    @Test
    void aPlainResNetHasTheBlocksThatAreNearestToATdns() {
        ListedCheckpoint checkpoint = released("resnet50");
        for (String key : List.copyOf(checkpoint.tensors().keySet())) {
            if (key.contains("_bak.")) {
                TensorInfo tensor = checkpoint.tensors().get(key);
                checkpoint.remove(key);
                checkpoint.put(key.replace("_bak.", "."), DataType.F32, tensor.shape());
            }
        }
        assertRefused(checkpoint, "listed.pth: expected key base_model.layer1_bak.0.conv1.weight, found none; "
                + "the nearest is base_model.layer1.0.conv1.weight: another network");
    }

    @Test
    void aPartOfAFileInSeveralPartsIsToldByItsName() throws Exception {
        try (Checkpoint part = Checkpoints.open(new MemoryChannel(OF_ONE),
                "model-00002-of-00003.safetensors")) {
            assertEquals("model-00002-of-00003.safetensors: expected a TDN with the key base_model.conv1.weight, "
                    + "found no such key among 1 tensors, the first is w; the file is one of several (shards): "
                    + "put the tensors of all of them into one file", refusal(part));
        }
    }

    @Test
    void keysThatNoPlanReadsAreListed() throws Exception {
        ListedCheckpoint checkpoint = released("resnet50");
        checkpoint.put("aux_head.weight", DataType.F32, List.of(3));
        assertEquals(List.of("aux_head.weight"),
                Architectures.unknownKeys(checkpoint, Architectures.detect(checkpoint, 8)));
    }

    @Test
    void aNegativeVarianceIsNamedWhenThePlanIsLoaded() throws Exception {
        byte[] file = Fixtures.bytes("checkpoints/tiny-8f.safetensors");
        try (Checkpoint honest = Checkpoints.open(new MemoryChannel(file), "tiny")) {
            Checkpoint negated = new ForwardingCheckpoint(honest) {
                @Override
                public float[] read(String key) throws CheckpointException {
                    float[] values = super.read(key);
                    if (key.equals("base_model.bn1.running_var")) {
                        values[3] = -1;
                    }
                    return values;
                }
            };
            NetworkPlan plan = new NetworkPlan(Architectures.detect(negated, 0), Normalization.IMAGENET, negated);
            assertEquals("tiny: base_model.bn1.running_var: expected no negative variance, found -1.0 in channel 3",
                    assertThrows(CheckpointException.class, plan.rgbStem()::load).getMessage());
        }
    }

    @Test
    void foldingMovesTheNormalisationIntoWeightsAndBias() throws Exception {
        try (Checkpoint checkpoint = Checkpoints.open(
                new MemoryChannel(Fixtures.bytes("checkpoints/tiny-8f.safetensors")), "tiny")) {
            NetworkPlan plan = new NetworkPlan(Architectures.detect(checkpoint, 0), Normalization.IMAGENET, checkpoint);
            Convolution.Weights folded = plan.rgbStem().load();
            float[] weight = checkpoint.read("base_model.conv1.weight");
            float scale = (float) (checkpoint.read("base_model.bn1.weight")[1]
                    / Math.sqrt(checkpoint.read("base_model.bn1.running_var")[1] + 1e-5));
            int i = 147 + 5; // an element of the second channel
            assertArrayEquals(new float[] {weight[i] * scale}, new float[] {folded.weight()[i]}, 1e-6f);
        }
    }

    private static ListedCheckpoint released(String name) {
        return released(name, Map.of());
    }

    private static ListedCheckpoint released(String name, Map<String, String> metadata) {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        Fixtures.object("checkpoints/keys-" + name + ".json")
                .forEach((key, shape) -> shapes.put(key, Arrays.stream(Fixtures.ints(shape)).boxed().toList()));
        return new ListedCheckpoint(shapes, metadata);
    }

    private static void loadAll(NetworkPlan plan) throws CheckpointException {
        for (Convolution convolution : convolutions(plan).toList()) {
            Convolution.Weights weights = convolution.load();
            assertEquals(convolution.outChannels(), weights.bias().length, convolution.name());
        }
        for (int s = 1; s <= 4; s++) {
            for (Bottleneck bottleneck : plan.stage(s)) {
                if (bottleneck.longTerm().isPresent()) {
                    bottleneck.longTerm().get().mixing().load();
                }
            }
        }
        plan.loadHead();
    }

    private static Stream<Convolution> convolutions(NetworkPlan plan) {
        Stream<Bottleneck> bottlenecks = Stream.concat(plan.shortTermStage().stream(),
                Stream.of(1, 2, 3, 4).flatMap(s -> plan.stage(s).stream()));
        return Stream.concat(Stream.of(plan.rgbStem(), plan.differenceStem()), bottlenecks.flatMap(b -> Stream.of(
                Stream.of(b.squeeze(), b.spatial(), b.expand()),
                b.projection().stream(),
                b.longTerm().stream().map(Bottleneck.LongTerm::excitation)
                        .flatMap(m -> Stream.of(m.squeeze(), m.depthwise(), m.half(), m.fullAndSelf(), m.halfExpand())))
                .flatMap(s -> s)));
    }

    private static void assertRefused(Checkpoint checkpoint, String message) {
        assertEquals(message, refusal(checkpoint));
    }

    private static String refusal(Checkpoint checkpoint) {
        return assertThrows(CheckpointException.class, () -> Architectures.detect(checkpoint, 0)).getMessage();
    }
}
