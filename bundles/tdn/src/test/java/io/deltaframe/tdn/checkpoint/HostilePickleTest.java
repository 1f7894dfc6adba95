package io.deltaframe.tdn.checkpoint;

import static io.deltaframe.tdn.checkpoint.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.tdn.Checkpoint;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pickles that ask for more than data, or for more than there is. */
class HostilePickleTest {

    private static final int BOMB = 2_000_000;

    /** Nothing would run here; in Python something would, which people should hear before they try. */
    @ParameterizedTest
    @CsvSource({"os,system", "posix,system", "nt,system", "builtins,eval", "builtins,exec", "builtins,__import__",
        "__builtin__,eval", "__builtin__,__import__", "subprocess,Popen", "subprocess,check_output", "sys,exit",
        "runpy,_run_code", "importlib,import_module", "os.path,join", "socket,socket", "shutil,rmtree", "pickle,loads",
        "torch,load", "torch.serialization,load", "torch.hub,load", "torch.jit,load", "types,CodeType"})
    void whatPythonWouldRunIsRefusedByName(String module, String name) {
        String said = "refuses " + module + "." + name + ": Python would run a program while it loads this file";
        byte[] call = new PickleWriter().protocol().global(module, name).text("echo").op(0x85).ops("R").stop();
        assertRefused(ZipWriter.torch(call), "pickle at byte", said);
        assertRefused(call, said); // as the first pickle of the older container
        byte[] stacked = new PickleWriter().op(0x80, 4).text(module).text(name).op(0x93).ops(")R").stop();
        assertRefused(ZipWriter.torch(stacked), said);
        byte[] inst = new PickleWriter().protocol().ops("(").text("echo").ops("i" + module + "\n" + name + "\n").stop();
        assertRefused(ZipWriter.torch(inst), said);
        // also where it is not called, and hidden in what would be ignored
        byte[] idle = new PickleWriter().protocol().ops("}").text("optimizer").global(module, name).ops("s").stop();
        assertRefused(ZipWriter.torch(idle), said);
    }

    /** Classes of this JVM as well: a name is a name. */
    @ParameterizedTest
    @CsvSource({"argparse,Namespace", "torch,float16", "torch,QInt8Storage", "torch._utils,_rebuild_tensor_v3",
        "torch.nn.modules.container,Sequential", "numpy.core.multiarray,_reconstruct", "builtins,getattr",
        "__main__,Config", "java.lang,Runtime", "java.lang,ProcessBuilder", "io.deltaframe.tdn.checkpoint,Checkpoints",
        "collections,OrderedDict.__init__", "collections,namedtuple", "ossaudiodev,open", "'',''"})
    void everyOtherNameStandsForNothingAndIsTold(String module, String name) throws Exception {
        String full = module + "." + name;
        // called, made, made with keywords, made by the oldest opcodes, with a state; and named without a call
        List<PickleWriter> objects = List.of(
                p().global(module, name).text("echo").op(0x85).ops("R"),
                p().global(module, name).text("echo").op(0x85, 0x81),
                p().global(module, name).ops(")}").op(0x92),
                p().ops("(").text("echo").ops("i" + module + "\n" + name + "\n"),
                p().ops("(").global(module, name).text("echo").ops("o"),
                p().global(module, name).ops(")").op(0x81).ops("}").text("epochs").number(60).ops("sb"),
                p().global(module, name).ops(")").op(0x81).ops("N}").text("slot").number(1).ops("s").op(0x86).ops("b"),
                p().global(module, name).ops(")").op(0x81).ops("(").text("key").number(1).ops("u"),
                p().global(module, name).ops(")").op(0x81).ops("(").number(1).ops("e"),
                p().global(module, name).ops(")").op(0x81).ops("(").number(1).op(0x90),
                p().global(module, name).ops(")R)R"));
        for (PickleWriter object : objects) {
            assertEquals(List.of(full), skipped(object.bytes()));
            assertRefused(ZipWriter.torch(object.stop()), "found an object of " + full);
        }
        assertRefused(ZipWriter.torch(p().global(module, name).stop()), "found the name " + full);
        assertEquals(List.of(full), skipped(p().global(module, name).bytes()));
    }

    /** The names that a checkpoint skips which has the object beside its only tensor. */
    private static List<String> skipped(byte[] object) throws Exception {
        byte[] value = Arrays.copyOfRange(object, 2, object.length); // without its protocol
        byte[] pickle = p().ops("}(").text("args").raw(value).text("w")
                .tensor("FloatStorage", "0", 1, 0, new long[] {1}, new long[] {1}).ops("u").stop();
        byte[] file = ZipWriter.torch(pickle, new byte[4]);
        try (Checkpoint checkpoint = Checkpoints.open(new MemoryChannel(file), "args")) {
            assertEquals(List.of("w"), List.copyOf(checkpoint.tensors().keySet()));
            return checkpoint.skipped();
        }
    }

    @Test
    void aGlobalWithControlCharactersOrWithoutEndIsStillOneLine() {
        assertRefused(ZipWriter.torch(new PickleWriter().protocol().global("o\u001b[2J\r", "x").stop()),
                "found the name o?[2J?.x:");
        assertRefused(ZipWriter.torch(new PickleWriter().protocol().ops("c" + "x".repeat(1000)).stop()),
                "refuses a global with a name of more than 256 bytes");
    }

    @Test
    void ofManyNamesTheFirstHundredAreTold() throws Exception {
        PickleWriter pickle = p().ops("]");
        for (int i = 0; i < 5000; i++) {
            pickle.global("made", "up" + i).ops("a");
        }
        List<String> skipped = skipped(pickle.bytes());
        assertEquals(100, skipped.size());
        assertEquals("made.up99", skipped.getLast());
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                refused("a text of 4 GB", p().ops("X").i32(-1), "expected a length of at most", "found 4294967295"),
                refused("a text of 2 EB", p().op(0x8D).i64(Long.MAX_VALUE), "found 9223372036854775807"),
                refused("a text of negative length", p().op(0x8D).i64(-1), "found 18446744073709551615"),
                refused("an old text of negative length", p().ops("T").i32(-2), "expected a length of at most"),
                refused("bytes of 4 GB", p().ops("B").i32(-1), "expected a length of at most"),
                refused("a bytearray of 2 EB", p().op(0x96).i64(Long.MAX_VALUE), "expected a length of at most"),
                refused("an integer of 2 GB", p().op(0x8B).i32(Integer.MAX_VALUE), "expected a length of at most"),
                refused("an integer of negative length", p().op(0x8B).i32(-1), "expected a length of at most"),
                refused("a frame beyond the file", p().op(0x95).i64(1 << 30), "expected a frame of at most"),
                refused("a negative frame", p().op(0x95).i64(-1), "expected a frame of at most"),
                refused("a later protocol", new PickleWriter().op(0x80, 6), "expected pickle protocol 2 to 5, found 6"),
                refused("an empty stack", p(), "expected 1 values on the stack, found 0"),
                refused("a call without a function", p().ops(")R"), "expected 2 values on the stack, found 1"),
                refused("a tuple of nothing", p().op(0x87), "expected 3 values on the stack, found 0"),
                refused("a value below the mark", p().ops("}(a"), "expected 1 values on the stack, found 0"),
                refused("items without a mark", p().ops("}u"), "expected a mark on the stack, found none"),
                refused("an append to nothing", p().ops("(e"), "expected 1 values on the stack, found 0"),
                refused("an odd number of items", p().ops("}(Nu"), "expected keys and values in pairs, found 1"),
                refused("items of a list", p().ops("]NNs"), "expected a dict to set items of, found a list of 0"),
                refused("an append to a tuple", p().ops(")Na"), "expected a list to append to, found a tuple of 0"),
                refused("a memo that was not set", p().ops("h").op(9), "expected memo 9 to be set"),
                refused("a huge memo that was not set", p().ops("j").i32(-1), "expected memo 4294967295 to be set"),
                refused("a call of a text", p().text("os.system").ops(")R"), "refuses to call the string 'os.system'"),
                refused("a call of a type", p().global("torch", "FloatStorage").ops(")R"),
                        "refuses to call torch.FloatStorage"),
                refused("a call of dict", p().global("builtins", "dict").ops(")R"),
                        "found an object of builtins.dict"),
                refused("a call with a list", p().global("torch", "Size").ops("]R"),
                        "expected a tuple of arguments for torch.Size"),
                refused("a size of text", p().global("torch", "Size").text("x").op(0x85).ops("R"),
                        "torch.Size: expected a tuple"),
                refused("a dict of numbers", p().global("collections", "OrderedDict").ops("]K").op(1).ops("a").op(0x85)
                        .ops("R"), "collections.OrderedDict: expected a pair, found the int 1"),
                refused("a tensor of nothing", p().global("torch._utils", "_rebuild_tensor_v2").ops(")R"),
                        "torch._utils._rebuild_tensor_v2: expected 6 to 7 arguments, found 0"),
                refused("a tensor of None", p().global("torch._utils", "_rebuild_tensor_v2").ops("(NNNNNNtR"),
                        "expected a storage"),
                refused("a parameter of None", p().global("torch._utils", "_rebuild_parameter").ops("(NNNtR"),
                        "expected a tensor"),
                refused("dimensions that are texts", p().global("torch._utils", "_rebuild_tensor_v2").ops("(")
                        .storage("FloatStorage", "0", 1).number(0).text("x").numbers(1).ops("NNtR"),
                        "expected a tuple of at most"),
                refused("a dimension beyond 64 bits", p().global("torch._utils", "_rebuild_tensor_v2").ops("(")
                                .storage("FloatStorage", "0", 1).number(0).op(0x8A, 9).i64(0).op(1, 0x85).numbers(1)
                                .ops("NNtR"),
                        "expected a whole number of 64 bits, found an int beyond 64 bits"),
                refused("a tensor to be negated", deferred("neg").ops("s"), "w: expected elements that are stored as "
                        + "they are, found the mark neg, by which PyTorch negates them when it reads them: save it "
                        + "after tensor.resolve_neg()"),
                refused("a tensor to be conjugated", deferred("conj").ops("s"), "found the mark conj, by which PyTorch "
                        + "conjugates them"),
                refused("state of a tensor", p().tensor("FloatStorage", "0", 1, 0, new long[] {1}, new long[] {1})
                        .ops("}b"), "refuses to set the state of a tensor"),
                refused("state of a type", p().global("torch", "FloatStorage").ops("}b"),
                        "refuses to set the state of torch.FloatS"),
                refused("an object of nothing", p().ops("(No"), "refuses to make an object of None"),
                refused("an object without a class", p().ops("(o"), "expected a class to make an object of"),
                refused("a new object of a text", p().text("os.system").ops(")").op(0x81),
                        "refuses to make an object of the string 'os.system'"),
                refused("a new storage", p().global("torch", "FloatStorage").ops(")").op(0x81),
                        "refuses to call torch.FloatStorage"),
                refused("items of no set", p().ops("](N").op(0x90), "expected a set to add 1 items to"),
                refused("a type that is rebuilt by itself", p().global("torch._tensor", "_rebuild_from_type_v2")
                        .ops("(").global("torch._tensor", "_rebuild_from_type_v2").ops("NNNtR"),
                        "found an object of torch._tensor._rebuild_from_type_v2"),
                refused("an extension", p().op(0x82, 1), "refuses opcode EXT1"),
                refused("a long extension", p().op(0x84).i32(1), "refuses opcode EXT4"),
                refused("a persistent id of text", p().ops("Pstorage\n"), "refuses opcode PERSID"),
                refused("an unknown opcode", p().op(0xFF), "refuses byte 0xFF, which is no opcode"),
                refused("an id that is None", p().ops("NQ"), "expected a persistent id", "found None"),
                refused("an id that is empty", p().ops(")Q"), "expected a persistent id", "found a tuple of 0"),
                refused("an id of a module", p().ops("(").text("module").ops("NNNNtQ"),
                        "found a tuple of 5 that begins with the string 'module'"),
                refused("an id without a type", p().ops("(").text("storage").ops("NNNNtQ"),
                        "expected a type of storage"),
                refused("an id without a key", p().ops("(").text("storage").global("torch", "FloatStorage")
                        .ops("NNNtQ"), "expected key and size of a storage, found None and None"),
                refused("a storage beyond the file", p().storage("FloatStorage", "0", Long.MAX_VALUE),
                        "storage 0: expected at most"),
                refused("a storage of negative size", p().storage("FloatStorage", "0", -1),
                        "storage 0: expected at most"),
                refused("one storage with two types", p().storage("FloatStorage", "0", 3).storage("HalfStorage", "0",
                        3), "storage 0: expected a storage of 3 F32 as before, found a storage of 3 F16"),
                refused("a view out of its storage", p().ops("(").text("storage").global("torch", "FloatStorage")
                        .text("0").text("cpu")
                        .number(4).ops("(").text("v").number(3).number(2).ops("ttQ"),
                        "expected a view within 4 elements, found 2 at 3"),
                refused("a negative view", p().ops("(").text("storage").global("torch", "FloatStorage").text("0")
                        .text("cpu")
                        .number(4).ops("(").text("v").number(Long.MIN_VALUE).number(2).ops("ttQ"),
                        "expected a view within 4"),
                refused("a view that is text", p().ops("(").text("storage").global("torch", "FloatStorage").text("0")
                        .text("cpu")
                        .number(4).text("v").ops("tQ"), "expected a view of a storage"),
                refused("tuples nested a million deep", p().ops(")").raw(repeated(0x85, BOMB)),
                        "expected at most 500000 opcodes"),
                refused("lists nested a million deep", p().raw(repeated(']', BOMB / 2)).raw(repeated('a', BOMB / 2)),
                        "expected at most 500000 opcodes"),
                refused("a million dictionaries", p().raw(repeated('}', BOMB)), "expected at most 500000 opcodes"),
                refused("a million marks", p().raw(repeated('(', BOMB)), "expected at most 500000 opcodes"),
                refused("a long dictionary copied again and again", attributes(),
                        "expected calls with at most 500000 items in all"),
                refused("paths that grow with every level", paths(), "16777216 characters of their names"),
                refused("a long list copied again and again", copies(),
                        "expected calls with at most 500000 items in all"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void nothingButDataWithinLimitsIsBuilt(String what, byte[] pickle, List<String> said) {
        MemoryChannel file = new MemoryChannel(ZipWriter.torch(pickle));
        long before = Allocation.ofThisThread();
        assertRefused(file, said.toArray(String[]::new));
        long allocated = Allocation.ofThisThread() - before;
        assertTrue(allocated < 64 << 20, () -> what + " took " + allocated + " bytes");
    }

    @Test
    void containersThatHoldThemselvesAreHarmless() throws Exception {
        PickleWriter loop = new PickleWriter().protocol().ops("}q").op(0).ops("(")
                .text("self").ops("h").op(0)
                .text("list").ops("]q").op(1).ops("h").op(1).ops("a")
                .text("tuple").ops("]q").op(2).ops("h").op(2).op(0x85).ops("a");
        // containers as keys of a dictionary, which Python would refuse to hash
        loop.ops("h").op(1).ops("h").op(0).ops("h").op(0).ops("h").op(2).ops("u");
        assertRefused(ZipWriter.torch(loop.stop()),
                "found a dictionary without tensors, with the entries self, list, tuple");
    }

    @Test
    void aDictionaryThatIsItsOwnStateDictIsReadOnce() throws Exception {
        PickleWriter loop = new PickleWriter().protocol().ops("}q").op(0).ops("(").text("state_dict").ops("h").op(0)
                .text("w")
                .tensor("FloatStorage", "0", 1, 0, new long[] {1}, new long[] {1}).ops("u");
        try (Checkpoint checkpoint = Checkpoints.open(new MemoryChannel(ZipWriter.torch(loop.stop(), new byte[4])),
                "loop")) {
            assertEquals(List.of("w"), List.copyOf(checkpoint.tensors().keySet()));
        }
    }

    /** Up to a tensor in a dictionary that is to have something done to it by whoever reads it. */
    private static PickleWriter deferred(String operation) {
        return deferred(operation, 0x88);
    }

    private static PickleWriter deferred(String operation, int whether) {
        return p().ops("}").text("w").global("torch._utils", "_rebuild_tensor_v2").ops("(")
                .storage("FloatStorage", "0", 1).number(0).numbers(1).numbers(1).op(0x89)
                .global("collections", "OrderedDict").ops(")R}").text(operation).op(whether).ops("stR");
    }

    @Test
    void aTensorThatIsMarkedAsStoredAsItIsIsRead() throws Exception {
        byte[] file = ZipWriter.torch(deferred("neg", 0x89).ops("s").stop(), new byte[4]);
        try (Checkpoint checkpoint = Checkpoints.open(new MemoryChannel(file), "plain")) {
            assertEquals(List.of("w"), List.copyOf(checkpoint.tensors().keySet()));
        }
    }

    private static byte[] copies() {
        PickleWriter pickle = p().ops("](").raw(repeatedPairs(10_000)).ops("eq").op(0).ops("0")
                .global("collections", "OrderedDict").ops("q").op(1).ops("0");
        for (int i = 0; i < 1000; i++) {
            pickle.ops("h").op(1).ops("h").op(0).op(0x85).ops("R0");
        }
        return pickle.bytes();
    }

    private static byte[] attributes() {
        PickleWriter pickle = p().ops("}(");
        for (int i = 0; i < 1000; i++) {
            pickle.text("key" + i).ops("N");
        }
        pickle.ops("uq").op(0).ops("0");
        for (int i = 0; i < 1000; i++) {
            pickle.global("argparse", "Namespace").ops(")").op(0x81).ops("h").op(0).ops("b0");
        }
        return pickle.bytes();
    }

    /** A tensor under ten thousand names, below dictionaries with long names. */
    private static byte[] paths() {
        PickleWriter pickle = p().tensor("FloatStorage", "0", 1, 0, new long[] {1}, new long[] {1}).ops("q").op(0)
                .ops("0}").text("x".repeat(10_000)).ops("}(");
        for (int i = 0; i < 10_000; i++) {
            pickle.text("w" + i).ops("h").op(0);
        }
        return pickle.ops("us").stop();
    }

    private static byte[] repeatedPairs(int count) {
        PickleWriter pairs = new PickleWriter();
        for (int i = 0; i < count; i++) {
            pairs.ops("NN").op(0x86);
        }
        return pairs.bytes();
    }

    private static byte[] repeated(int opcode, int times) {
        byte[] bytes = new byte[times];
        Arrays.fill(bytes, (byte) opcode);
        return bytes;
    }

    private static PickleWriter p() {
        return new PickleWriter().protocol();
    }

    private static Arguments refused(String what, PickleWriter pickle, String... said) {
        return Arguments.of(what, pickle.stop(), List.of(said));
    }

    private static Arguments refused(String what, byte[] pickle, String... said) {
        return Arguments.of(what, pickle, List.of(said));
    }
}
