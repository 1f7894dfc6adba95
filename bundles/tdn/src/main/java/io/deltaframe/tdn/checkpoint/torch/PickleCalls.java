package io.deltaframe.tdn.checkpoint.torch;

import static io.deltaframe.tdn.checkpoint.file.CheckpointFile.quote;

import io.deltaframe.tdn.DataType;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Dictionary;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Int;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Name;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Other;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Sequence;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Storage;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Tensor;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Text;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Unknown;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the names of the allow-list stand for when a pickle calls them, and what its persistent identifiers name. */
final class PickleCalls {

    private static final int MAX_DIMENSIONS = 64;
    /** Of the names that are not on the allow-list so many are kept to be told. */
    private static final int MAX_UNKNOWN = 100;

    private final long fileBytes;
    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private final Set<String> unknown = new LinkedHashSet<>();
    /** Items that calls may still copy: a memo lets one opcode name a long list again and again. */
    private int copies = PickleMachine.MAX_OPCODES;

    PickleCalls(long fileBytes) {
        this.fileBytes = fileBytes;
    }

    /** A pickle that asks for what it may not; the machine adds file and position. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message, null, false, false);
        }
    }

    /** Storages named by the pickle, whole, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    /** Names that were met and are not on the allow-list, in the order of the pickle. */
    Set<String> unknown() {
        return unknown;
    }

    PickleValue global(String module, String name) throws Refusal {
        if (PickleThreats.contain(module, name)) {
            throw new Refusal("refuses " + quote(module + "." + name) + ": Python would run a program while it loads"
                    + " this file, which no checkpoint needs; do not load it anywhere");
        }
        Optional<PickleGlobal> known = PickleGlobal.of(module, name);
        if (known.isPresent()) {
            return known.get().value();
        }
        String full = module + "." + name;
        if (unknown.size() < MAX_UNKNOWN) {
            unknown.add(full);
        }
        return new Unknown(full);
    }

    /** What stands for a new object of a class; its arguments count as entries where they are a dictionary. */
    PickleValue create(PickleValue type, List<PickleValue> arguments) throws Refusal {
        if (type instanceof Name(PickleGlobal global)) {
            return reduce(type, new Sequence(false, global == PickleGlobal.DEFAULT_DICT ? List.of() : arguments));
        }
        if (!(type instanceof Unknown(String name))) {
            throw new Refusal("refuses to make an object of " + type.kind());
        }
        // Python's helpers for objects have the class among their arguments
        boolean helper = name.startsWith("copyreg.") || name.startsWith("copy_reg.");
        Dictionary object = Dictionary.object(helper && !arguments.isEmpty()
                && arguments.getFirst() instanceof Unknown(String actual) ? actual : name);
        for (PickleValue argument : arguments) {
            absorb(object, argument);
        }
        return object;
    }

    /** State of an object: its attributes, or a tuple of attributes and slots. */
    void state(Dictionary object, PickleValue state) throws Refusal {
        absorb(object, state);
        if (state instanceof Sequence pair && pair.items().size() == 2) {
            absorb(object, pair.items().get(0));
            absorb(object, pair.items().get(1));
        }
    }

    private void absorb(Dictionary object, PickleValue attributes) throws Refusal {
        if (attributes instanceof Dictionary given && given != object) {
            charge("an object", given.entries().size());
            given.entries().forEach((key, value) -> object.put(new Text(key), value));
        }
    }

    PickleValue reduce(PickleValue callable, PickleValue arguments) throws Refusal {
        if (!(arguments instanceof Sequence sequence) || sequence.isList()) {
            throw new Refusal("expected a tuple of arguments for " + callable.kind() + ", found " + arguments.kind());
        }
        if (callable instanceof Unknown) {
            return create(callable, sequence.items());
        }
        if (callable instanceof Dictionary object && object.isObject()) {
            return Dictionary.object(object.kind().substring("an object of ".length()));
        }
        if (!(callable instanceof Name(PickleGlobal global))) {
            throw new Refusal("refuses to call " + callable.kind());
        }
        List<PickleValue> given = sequence.items();
        return switch (global) {
            case ORDERED_DICT, COUNTER -> {
                arity(global, given, 0, 1);
                yield given.isEmpty() ? new Dictionary() : dictionary(global, given.getFirst());
            }
            case DEFAULT_DICT -> {
                arity(global, given, 0, 1);
                yield new Dictionary();
            }
            case REBUILD_TENSOR -> {
                arity(global, given, 4, 4);
                yield tensor(global, given);
            }
            case REBUILD_TENSOR_V2 -> {
                arity(global, given, 6, 7);
                yield tensor(global, given);
            }
            case REBUILD_PARAMETER -> {
                arity(global, given, 3, 3);
                if (given.getFirst() instanceof Dictionary object && object.isObject()) {
                    yield object;
                }
                if (!(given.getFirst() instanceof Tensor tensor)) {
                    throw unexpected(global, "a tensor", given.getFirst());
                }
                yield tensor;
            }
            case REBUILD_PARAMETER_WITH_STATE -> {
                arity(global, given, 4, 4);
                yield given.getFirst();
            }
            case REBUILD_FROM_TYPE -> {
                arity(global, given, 4, 4);
                if (!(given.getFirst() instanceof Name(PickleGlobal inner))
                        || inner == PickleGlobal.REBUILD_FROM_TYPE) {
                    yield Dictionary.object(global.toString());
                }
                yield reduce(given.getFirst(), given.get(2));
            }
            case INT, FLOAT, LIST, DICT -> Dictionary.object(global.toString());
            case SIZE -> {
                arity(global, given, 1, 1);
                if (!(given.getFirst() instanceof Sequence dimensions)) {
                    throw unexpected(global, "a tuple", given.getFirst());
                }
                yield dimensions;
            }
            case DEVICE -> Other.DEVICE;
            case NUMPY_SCALAR, NUMPY_DTYPE -> Other.NUMPY;
            case CODECS_ENCODE -> Other.BYTES;
            default -> throw new Refusal("refuses to call " + global);
        };
    }

    /** {@code ('storage', type, key, location, elements[, (view key, offset, elements)])}. */
    PickleValue persistent(PickleValue id) throws Refusal {
        if (!(id instanceof Sequence tuple) || tuple.isList() || tuple.items().size() < 5 || tuple.items().size() > 6
                || !(tuple.items().get(0) instanceof Text(String what)) || !what.equals("storage")) {
            throw new Refusal("expected a persistent id ('storage', type, key, location, elements), found " + id.kind()
                    + (id instanceof Sequence s && !s.items().isEmpty()
                            ? " that begins with " + s.items().getFirst().kind() : ""));
        }
        List<PickleValue> parts = tuple.items();
        if (parts.get(1) instanceof Unknown(String name)) {
            return Dictionary.object(name); // elements of a type that no weights have, such as quantised ones
        }
        if (!(parts.get(1) instanceof Name(PickleGlobal global)) || global.storage().isEmpty()) {
            throw new Refusal("expected a type of storage in a persistent id, found " + parts.get(1).kind());
        }
        if (!(parts.get(2) instanceof Text(String key)) || !(parts.get(4) instanceof Int(long elements))) {
            throw new Refusal("expected key and size of a storage, found " + parts.get(2).kind() + " and "
                    + parts.get(4).kind());
        }
        DataType type = global.storage().get();
        if (elements < 0 || elements > fileBytes / type.bytes()) {
            throw new Refusal("storage " + quote(key) + ": expected at most " + fileBytes / type.bytes()
                    + " elements of " + type + " in a file of " + fileBytes + " bytes, found " + elements);
        }
        Storage storage = new Storage(key, type, elements, 0, elements);
        Storage before = storages.putIfAbsent(key, storage);
        if (before != null && !before.equals(storage)) {
            throw new Refusal("storage " + quote(key) + ": expected " + before.kind() + " as before, found "
                    + storage.kind());
        }
        return parts.size() == 5 || parts.get(5) == Other.NONE ? storage : view(storage, parts.get(5));
    }

    private static Storage view(Storage whole, PickleValue view) throws Refusal {
        if (!(view instanceof Sequence tuple) || tuple.items().size() != 3
                || !(tuple.items().get(1) instanceof Int(long start))
                || !(tuple.items().get(2) instanceof Int(long length))) {
            throw new Refusal("expected a view of a storage (key, offset, elements), found " + view.kind());
        }
        if (start < 0 || length < 0 || start > whole.whole() - length) {
            throw new Refusal("storage " + quote(whole.key()) + ": expected a view within " + whole.whole()
                    + " elements, found " + length + " at " + start);
        }
        return new Storage(whole.key(), whole.type(), whole.whole(), start, length);
    }

    private Dictionary dictionary(PickleGlobal global, PickleValue from) throws Refusal {
        if (from instanceof Dictionary dictionary) {
            return dictionary;
        }
        Dictionary dictionary = new Dictionary();
        if (!(from instanceof Sequence pairs)) {
            throw unexpected(global, "a dict or pairs", from);
        }
        charge(global.toString(), pairs.items().size());
        for (PickleValue item : pairs.items()) {
            if (!(item instanceof Sequence pair) || pair.items().size() != 2) {
                throw unexpected(global, "a pair", item);
            }
            dictionary.put(pair.items().get(0), pair.items().get(1));
        }
        return dictionary;
    }

    private PickleValue tensor(PickleGlobal global, List<PickleValue> given) throws Refusal {
        if (given.get(0) instanceof Dictionary object && object.isObject()) {
            return object;
        }
        if (!(given.get(0) instanceof Storage storage)) {
            throw unexpected(global, "a storage", given.get(0));
        }
        if (!(given.get(1) instanceof Int(long offset))) {
            throw unexpected(global, "an offset", given.get(1));
        }
        long[] shape = longs(global, given.get(2));
        long[] strides = longs(global, given.get(3));
        if (shape.length != strides.length) {
            throw new Refusal(global + ": expected a stride a dimension, found " + strides.length + " for "
                    + shape.length);
        }
        return new Tensor(storage, offset, shape, strides, given.size() > 6 ? deferred(given.get(6)) : "");
    }

    /** {@return which of the two operations that PyTorch defers to the reader is to be done; empty for none} */
    private static String deferred(PickleValue metadata) {
        if (metadata instanceof Dictionary said) {
            for (String operation : List.of("neg", "conj")) {
                PickleValue value = said.entries().getOrDefault(operation, Other.FALSE);
                if (value != Other.FALSE && value != Other.NONE) {
                    return operation;
                }
            }
        }
        return "";
    }

    private long[] longs(PickleGlobal global, PickleValue value) throws Refusal {
        if (!(value instanceof Sequence sequence) || sequence.items().size() > MAX_DIMENSIONS) {
            throw unexpected(global, "a tuple of at most " + MAX_DIMENSIONS + " numbers", value);
        }
        charge(global.toString(), sequence.items().size());
        long[] numbers = new long[sequence.items().size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(sequence.items().get(i) instanceof Int(long number))) {
                throw unexpected(global, "a whole number of 64 bits", sequence.items().get(i));
            }
            numbers[i] = number;
        }
        return numbers;
    }

    private void charge(String what, int copied) throws Refusal {
        copies -= copied;
        if (copies < 0) {
            throw new Refusal(quote(what) + ": expected calls with at most " + PickleMachine.MAX_OPCODES
                    + " items in all, found more");
        }
    }

    private static void arity(PickleGlobal global, List<PickleValue> given, int least, int most) throws Refusal {
        if (given.size() < least || given.size() > most) {
            throw new Refusal(global + ": expected " + (least == most ? "" + least : least + " to " + most)
                    + " arguments, found " + given.size());
        }
    }

    private static Refusal unexpected(PickleGlobal global, String expected, PickleValue found) {
        return new Refusal(global + ": expected " + expected + ", found " + found.kind());
    }

    /** Names of the opcodes that are left out, as Python's {@code pickletools} has them. */
    static String opcode(int opcode) {
        String name = switch (opcode) {
            case 0x82 -> "EXT1";
            case 0x83 -> "EXT2";
            case 0x84 -> "EXT4";
            case 'P' -> "PERSID";
            case 'I' -> "INT";
            case 'L' -> "LONG";
            case 'F' -> "FLOAT";
            case 'S' -> "STRING";
            case 'V' -> "UNICODE";
            case 'g' -> "GET";
            case 'p' -> "PUT";
            case 0x97 -> "NEXT_BUFFER";
            case 0x98 -> "READONLY_BUFFER";
            default -> null;
        };
        return name != null ? "opcode " + name
                : "byte 0x" + HexFormat.of().withUpperCase().toHexDigits((byte) opcode) + ", which is no opcode";
    }
}
