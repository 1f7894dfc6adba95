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

    @ParameterizedTest
    @CsvSource({"os,system", "posix,system", "nt,system", "builtins,eval", "builtins,exec", "builtins,getattr",
            "__builtin__,eval",
        "__builtin__,__import__", "subprocess,Popen", "subprocess,check_output", "runpy,_run_code", "torch,load",
        "torch.serialization,load", "torch.hub,load", "torch.jit,load", "torch._utils,_rebuild_tensor_v3",
        "torch,QInt8Storage",
        "torch.nn.modules.container,Sequential", "argparse,Namespace", "numpy.core.multiarray,_reconstruct",
        "copyreg,_reconstructor",
        "java.lang,Runtime", "io.deltaframe.tdn.checkpoint,Checkpoints", "collections,OrderedDict.__init__",
        "collections,namedtuple", "'',''"})
    void everyOtherGlobalIsRefusedByName(String module, String name) {
        String said = "refuses global " + module + "." + name + ":";
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

    @Test
    void aGlobalWithControlCharactersOrWithoutEndIsStillOneLine() {
        assertRefused(ZipWriter.torch(new PickleWriter().protocol().global("o\u001b[2J\r", "x").stop()),
                "refuses global o?[2J?.x:");
        assertRefused(ZipWriter.torch(new PickleWriter().protocol().ops("c" + "x".repeat(1000)).stop()),
                "refuses a global with a name of more than 256 bytes");
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
                refused("a call of dict", p().global("builtins", "dict").ops(")R"), "refuses to call builtins.dict"),
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
                refused("state of a tensor", p().tensor("FloatStorage", "0", 1, 0, new long[] {1}, new long[] {1})
                        .ops("}b"), "refuses to set the state of a tensor"),
                refused("state of a type", p().global("torch", "FloatStorage").ops("}b"),
                        "refuses to set the state of torch.FloatS"),
                refused("an object", p().ops("(No"), "refuses opcode OBJ"),
                refused("a new object", p().global("collections", "OrderedDict").ops(")").op(0x81),
                        "refuses opcode NEWOBJ"),
                refused("an allowed INST", p().ops("(icollections\nOrderedDict\n"),
                        "refuses opcode INST of collections.OrderedDict"),
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

    private static byte[] copies() {
        PickleWriter pickle = p().ops("](").raw(repeatedPairs(10_000)).ops("eq").op(0).ops("0")
                .global("collections", "OrderedDict").ops("q").op(1).ops("0");
        for (int i = 0; i < 1000; i++) {
            pickle.ops("h").op(1).ops("h").op(0).op(0x85).ops("R0");
        }
        return pickle.bytes();
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
