package io.deltaframe.tdn.checkpoint;

import static io.deltaframe.tdn.checkpoint.NamedTensors.TINY;
import static io.deltaframe.tdn.checkpoint.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.SyntheticCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same small network under every name that training code gives it. */
class WeightSetsTest {

    private static final Set<String> RELEASED = new SyntheticCheckpoint(TINY).tensors().keySet();

    @ParameterizedTest
    @ValueSource(strings = {"", "module.", "_orig_mod.", "module._orig_mod.", "_orig_mod.module.", "module.module.",
            "model.", "model.module._orig_mod.", "net.", "network.", "backbone.", "student.", "ema.",
            "model_ema.module.", "_fsdp_wrapped_module.", "a.b.c.d."})
    void aPrefixOfAnyKindIsTakenOff(String prefix) throws Exception {
        assertReleased(NamedTensors.tiny(key -> prefix + key).zip());
        assertReleased(NamedTensors.tiny(key -> prefix + key).safetensors());
    }

    @Test
    void wrappersInsideAreTakenOff() throws Exception {
        assertReleased(NamedTensors.tiny(key -> "_fsdp_wrapped_module." + key.replace("layer1_bak.0.",
                "_fsdp_wrapped_module.layer1_bak.0._checkpoint_wrapped_module.").replace("base_model.",
                        "base_model._orig_mod.")).zip());
        assertReleased(NamedTensors.tiny(key -> key.replace("base_model.", "base_model.module.")
                .replace("new_fc.", "new_fc.module.")).zip());
    }

    @ParameterizedTest
    @CsvSource({"base_model., new_fc.", "base_model., base_model.fc.", "base_model., fc.", "base_model., classifier.",
        "base_model., base_model.classifier.", "base_model., head.", "base_model., base_model.new_fc.",
        "backbone., cls_head.fc_cls.", "'', fc.", "'', new_fc.", "model.backbone., model.cls_head.fc_cls.",
        "encoder., action_logits.", "0.base_model., 1.", "net.body., net.top.out.", "base_model., base_model.out."})
    void bodyAndHeadAreFoundUnderAnyName(String body, String head) throws Exception {
        UnaryOperator<String> name = key -> key.startsWith("new_fc.") ? head + key.substring("new_fc.".length())
                : body + key.substring("base_model.".length());
        assertReleased(NamedTensors.tiny(name).zip());
        assertReleased(NamedTensors.tiny(name).safetensors());
    }

    @Test
    void theHeadOfTheTaskGoesBeforeTheRestOfImageNets() throws Exception {
        byte[] file = NamedTensors.tiny(UnaryOperator.identity()).with("base_model.fc.weight", 1000, 256)
                .with("base_model.fc.bias", 1000).zip();
        try (Checkpoint checkpoint = open(file)) {
            assertEquals(TINY, Architectures.detect(checkpoint, 8));
            assertEquals(List.of("base_model.fc.weight", "base_model.fc.bias"),
                    Architectures.unknownKeys(checkpoint, TINY));
        }
    }

    @Test
    void twoHeadsThatNobodyKnowsAreShown() throws Exception {
        byte[] file = NamedTensors.tiny(key -> key.replace("new_fc.", "verbs.")).with("nouns.weight", 9, 256)
                .with("nouns.bias", 9).zip();
        try (Checkpoint checkpoint = open(file)) {
            String message = assertThrows(CheckpointException.class, () -> Architectures.detect(checkpoint, 8))
                    .getMessage();
            assertTrue(message.endsWith("; could be the head: verbs.weight [5, 256], nouns.weight [9, 256]"), message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"state_dict", "model", "model_state_dict", "model_state", "net", "weights", "params",
            "my own name", "checkpoint/model/state_dict", "model/module/net"})
    void dictionariesAroundAreOpened(String path) throws Exception {
        NamedTensors inner = NamedTensors.tiny(UnaryOperator.identity());
        PickleWriter pickle = new PickleWriter().protocol();
        String[] names = path.split("/");
        for (String name : names) {
            pickle.ops("}").text("epoch").number(60).ops("s").text(name);
        }
        inner.write(pickle, "0").ops("s".repeat(names.length));
        try (Checkpoint checkpoint = open(ZipWriter.torch(pickle.stop(), inner.storage()))) {
            assertEquals(TINY, Architectures.detect(checkpoint, 8));
            assertEquals(RELEASED, checkpoint.tensors().keySet());
            assertEquals("60", checkpoint.metadata().get("epoch"));
            assertEquals(path.replace("/module", "").replace('/', '.'), checkpoint.weights());
            assertEquals(List.of(), checkpoint.otherWeights());
        }
    }

    /** Each pair of sets in both orders: which one is read, and that the other is named. */
    @ParameterizedTest
    @CsvSource({"state_dict, state_dict_ema", "model, model_ema", "model, ema", "student, teacher",
        "state_dict, model", "net, shadow", "online.net, target.net"})
    void ofTwoSetsTheOneThatIsTrainedIsReadAndTheOtherIsNamed(String first, String second) throws Exception {
        for (boolean swapped : new boolean[] {false, true}) {
            NamedTensors weights = NamedTensors.tiny(UnaryOperator.identity());
            PickleWriter pickle = new PickleWriter().protocol().ops("}(");
            weights.write(pickle.text(swapped ? second : first), "0");
            weights.write(pickle.text(swapped ? first : second), "0").ops("u");
            try (Checkpoint checkpoint = open(ZipWriter.torch(pickle.stop(), weights.storage()))) {
                assertEquals(TINY, Architectures.detect(checkpoint, 8));
                assertEquals(List.of(), Architectures.unknownKeys(checkpoint, TINY));
                assertEquals(first, checkpoint.weights());
                assertEquals(List.of(second), checkpoint.otherWeights());
            }
        }
    }

    @Test
    void setsInOneDictionaryAreToldApartByTheirPrefixAndEitherCanBeRead(@TempDir Path folder) throws Exception {
        PickleWriter pickle = new PickleWriter().protocol().ops("}").text("state_dict");
        NamedTensors.tiny(key -> "model_ema.module." + key).with(NamedTensors.tiny(key -> "model." + key))
                .with("loss.weight", 5).write(pickle, "0").ops("s");
        Path file = Files.write(folder.resolve("two.pth"), ZipWriter.torch(pickle.stop(),
                NamedTensors.tiny(UnaryOperator.identity()).storage()));
        try (Checkpoint checkpoint = Checkpoints.open(file)) {
            assertEquals("state_dict.model", checkpoint.weights());
            assertEquals(List.of("state_dict.model_ema"), checkpoint.otherWeights());
            assertEquals(List.of("loss.weight"), Architectures.unknownKeys(checkpoint, TINY));
        }
        try (Checkpoint checkpoint = Checkpoints.open(file, "state_dict.model_ema")) {
            assertEquals("state_dict.model_ema", checkpoint.weights());
            assertEquals(List.of("state_dict.model"), checkpoint.otherWeights());
            assertEquals(TINY, Architectures.detect(checkpoint, 8));
        }
        assertEquals("two.pth: expected a set of weights named teacher, found state_dict.model_ema, state_dict.model",
                assertThrows(CheckpointException.class, () -> Checkpoints.open(file, "teacher")).getMessage());
    }

    @Test
    void theNumbersReadAreThoseOfTheChosenSet(@TempDir Path folder) throws Exception {
        NamedTensors trained = NamedTensors.tiny(2, UnaryOperator.identity());
        NamedTensors average = NamedTensors.tiny(3, UnaryOperator.identity());
        PickleWriter pickle = new PickleWriter().protocol().ops("}(");
        average.write(pickle.text("state_dict_ema"), "1");
        trained.write(pickle.text("state_dict"), "0").ops("u");
        Path file = Files.write(folder.resolve("two.pth"), ZipWriter.torch(pickle.stop(), trained.storage(),
                average.storage()));
        for (String weights : List.of("", "state_dict", "state_dict_ema")) {
            try (Checkpoint checkpoint = Checkpoints.open(file, weights)) {
                assertEquals(weights.equals("state_dict_ema") ? 3 : 2, checkpoint.read("new_fc.bias")[4]);
            }
        }
    }

    @Test
    void aNetworkWithoutAHeadGoesBehindAWholeOne() throws Exception {
        NamedTensors weights = NamedTensors.tiny(key -> "encoder_q." + key).without("encoder_q.new_fc.weight")
                .without("encoder_q.new_fc.bias").with(NamedTensors.tiny(key -> "classifier_net." + key));
        try (Checkpoint checkpoint = open(weights.zip())) {
            assertEquals("classifier_net", checkpoint.weights());
            assertEquals(List.of("encoder_q"), checkpoint.otherWeights());
        }
    }

    @Test
    void aHeadInADictionaryOfItsOwnIsFound() throws Exception {
        NamedTensors body = NamedTensors.tiny(key -> key.replace("base_model.", "")).without("new_fc.weight")
                .without("new_fc.bias");
        PickleWriter pickle = new PickleWriter().protocol().ops("}(");
        body.write(pickle.text("backbone"), "0");
        pickle.text("head").ops("}(").text("weight").tensor("FloatStorage", "0", 36_864, 0, new long[] {5, 256},
                new long[] {256, 1}).text("bias").tensor("FloatStorage", "0", 36_864, 0, new long[] {5}, new long[] {1})
                .ops("uu");
        try (Checkpoint checkpoint = open(ZipWriter.torch(pickle.stop(), body.storage()))) {
            assertEquals(RELEASED, checkpoint.tensors().keySet());
        }
    }

    /** {@code torch.save(network)}: objects of unknown classes, with their parts as attributes. */
    @Test
    void aNetworkThatWasSavedWholeIsReadWithoutItsClasses() throws Exception {
        PickleWriter pickle = new PickleWriter().protocol().global("ops.models", "TSN").ops(")").op(0x81)
                .ops("}(").text("training").op(0x89).text("_modules").ops("}(");
        module(pickle.text("base_model"), NamedTensors.tiny(key -> key.replace("base_model.", ""))
                .without("new_fc.weight").without("new_fc.bias"));
        pickle.text("new_fc").global("torch.nn", "Linear").ops(")").op(0x81).ops("}").text("_parameters").ops("}(")
                .text("weight").global("torch._utils", "_rebuild_parameter").ops("(")
                .tensor("FloatStorage", "0", 36_864, 0, new long[] {5, 256}, new long[] {256, 1}).op(0x88).ops("NtR")
                .text("bias").tensor("FloatStorage", "0", 36_864, 0, new long[] {5}, new long[] {1}).ops("usb")
                .ops("uub");
        byte[] storage = NamedTensors.tiny(UnaryOperator.identity()).storage();
        try (Checkpoint checkpoint = open(ZipWriter.torch(pickle.stop(), storage))) {
            assertEquals(RELEASED, checkpoint.tensors().keySet());
            assertEquals(List.of("ops.models.TSN", "torch.nn.Linear"), checkpoint.skipped().stream()
                    .filter(name -> !name.equals("net.Body")).toList());
        }
    }

    private static void module(PickleWriter pickle, NamedTensors parameters) {
        pickle.global("net", "Body").ops(")").op(0x81).ops("}").text("_parameters");
        parameters.write(pickle, "0").ops("sb");
    }

    @Test
    void quantisedTensorsAreNamedWhereNumbersAreExpected() {
        PickleWriter pickle = new PickleWriter().protocol().ops("}").text("base_model.conv1_5.0.weight")
                .global("torch._utils", "_rebuild_qtensor").ops("(").storage("QInt8Storage", "0", 4).ops("tRs");
        pickle.text("bias").tensor("FloatStorage", "1", 1, 0, new long[] {1}, new long[] {1}).ops("s");
        assertRefused(ZipWriter.torch(pickle.stop(), new byte[4], new byte[4]), "base_model.conv1_5.0.weight: expected "
                + "a tensor of numbers, found an object of torch._utils._rebuild_qtensor");
    }

    @Test
    void twoKeysForOneParameterAreRefused() {
        assertRefused(NamedTensors.tiny(UnaryOperator.identity()).with("module.new_fc.bias", 5).zip(),
                "new_fc.bias and module.new_fc.bias both name new_fc.bias: expected one of them");
    }

    /** Every key the first of a body of its own: the search is limited, whatever the keys are. */
    @Test
    void thousandsOfBodiesAreNotLookedThroughOneByOne() throws Exception {
        NamedTensors many = NamedTensors.tiny(UnaryOperator.identity());
        for (int i = 0; i < 5000; i++) {
            many.with("a".repeat(i % 7) + ".b.c.d.e." + i + ".conv1_5.0.weight", 1);
        }
        try (Checkpoint checkpoint = open(many.zip())) {
            assertEquals("", checkpoint.weights());
            assertEquals(15, checkpoint.otherWeights().size());
        }
    }

    private static void assertReleased(byte[] file) throws CheckpointException {
        try (Checkpoint checkpoint = open(file)) {
            assertEquals(RELEASED, checkpoint.tensors().keySet());
        }
    }

    private static Checkpoint open(byte[] file) throws CheckpointException {
        return Checkpoints.open(new MemoryChannel(file), "odd.pth");
    }
}
