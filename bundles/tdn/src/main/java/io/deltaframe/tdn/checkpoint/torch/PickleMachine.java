package io.deltaframe.tdn.checkpoint.torch;

import static io.deltaframe.tdn.checkpoint.file.CheckpointFile.quote;

import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.checkpoint.file.CheckpointFile;
import io.deltaframe.tdn.checkpoint.file.SequentialInput;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Dictionary;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Int;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Other;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Real;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Sequence;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pickle's stack machine, as far as checkpoints need it: protocols 2 to 5, data only. It calls nothing;
 * {@link PickleCalls} knows what the names of the allow-list stand for, and makes nothing but a name of all others. It
 * does not recurse, and opcodes, bytes and the length of a text are limited, which bounds stack, memo and every
 * container, for each item took an opcode.
 */
final class PickleMachine {

    /** A ResNet-101 TDN with its optimizer takes about 90,000. */
    static final int MAX_OPCODES = 500_000;
    /** A ResNet-101 TDN with its optimizer takes about half a megabyte. */
    static final long MAX_BYTES = 1 << 25;
    private static final int MAX_TEXT_BYTES = 1 << 20;
    private static final int MAX_LONG_BYTES = 1 << 10;
    private static final int MAX_NAME_BYTES = 256;
    /** 0x1950a86a20f9469cfc6c, little-endian as LONG1 has it. */
    private static final byte[] LEGACY_MAGIC =
            {0x6C, (byte) 0xFC, (byte) 0x9C, 0x46, (byte) 0xF9, 0x20, 0x6A, (byte) 0xA8, 0x50, 0x19};

    private final CheckpointFile file;
    private final SequentialInput input;
    private final PickleCalls calls;
    private final List<PickleValue> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, PickleValue> memo = new HashMap<>();

    private PickleMachine(CheckpointFile file, SequentialInput input, PickleCalls calls) {
        this.file = file;
        this.input = input;
        this.calls = calls;
    }

    /**
     * Reads one pickle, which begins at the input's position; afterwards the input stands behind it.
     *
     * @param calls receives the storages the pickle names
     */
    static PickleValue read(CheckpointFile file, SequentialInput input, PickleCalls calls) throws CheckpointException {
        return new PickleMachine(file, input, calls).run();
    }

    private PickleValue run() throws CheckpointException {
        long start = input.position();
        for (int opcodes = 0; opcodes < MAX_OPCODES; opcodes++) {
            long at = input.position();
            if (at - start > MAX_BYTES) {
                throw file.error("pickle at byte " + at + ": expected at most " + MAX_BYTES + " bytes, found more");
            }
            int opcode = input.u8();
            if (opcode == '.') {
                return pop();
            }
            try {
                step(opcode);
            } catch (PickleCalls.Refusal e) {
                throw file.error("pickle at byte " + at + ": " + e.getMessage());
            }
        }
        throw file.error("pickle at byte " + input.position() + ": expected at most " + MAX_OPCODES
                + " opcodes, found more");
    }

    private void step(int opcode) throws CheckpointException, PickleCalls.Refusal {
        switch (opcode) {
            case 0x80 -> protocol();
            case 0x95 -> frame();
            case '(' -> marks.add(stack.size());
            case '0' -> discard();
            case '1' -> popToMark();
            case '2' -> push(peek());
            case 'N' -> push(Other.NONE);
            case 0x88 -> push(Other.TRUE);
            case 0x89 -> push(Other.FALSE);
            case 'J' -> push(new Int(input.i32()));
            case 'K' -> push(new Int(input.u8()));
            case 'M' -> push(new Int(input.u16()));
            case 0x8A -> push(integer(input.bytes(input.u8())));
            case 0x8B -> push(integer(input.bytes(length(input.i32(), MAX_LONG_BYTES))));
            case 'G' -> push(new Real(Double.longBitsToDouble(Long.reverseBytes(input.i64()))));
            case 'X' -> text(input.u32());
            case 0x8C, 'U' -> text(input.u8()); // SHORT_BINSTRING: a string of Python 2
            case 0x8D -> text(input.i64());
            case 'T' -> text(input.i32());
            case 'C' -> blob(input.u8());
            case 'B' -> blob(input.u32());
            case 0x8E, 0x96 -> blob(input.i64());
            case ']' -> push(PickleValue.list());
            case ')' -> push(new Sequence(false, List.of()));
            case '}' -> push(new Dictionary());
            case 'a' -> append(List.of(pop()));
            case 'e' -> append(popToMark());
            case 'l' -> push(new Sequence(true, popToMark()));
            case 't' -> push(new Sequence(false, popToMark()));
            case 0x85 -> tuple(1);
            case 0x86 -> tuple(2);
            case 0x87 -> tuple(3);
            case 'd' -> {
                List<PickleValue> items = popToMark();
                push(new Dictionary());
                setItems(items);
            }
            case 's' -> setItems(take(2));
            case 'u' -> setItems(popToMark());
            case 'q' -> memo.put(input.u8(), peek());
            case 'r' -> memo.put(input.i32(), peek());
            case 0x94 -> memo.put(memo.size(), peek());
            case 'h' -> recall(input.u8());
            case 'j' -> recall(input.i32());
            case 'c' -> push(calls.global(line(), line()));
            case 0x93 -> {
                List<PickleValue> names = take(2);
                push(calls.global(string(names.get(0)), string(names.get(1))));
            }
            case 'R' -> {
                List<PickleValue> call = take(2);
                push(calls.reduce(call.get(0), call.get(1)));
            }
            case 'b' -> build();
            case 'Q' -> push(calls.persistent(pop()));
            case 'i' -> {
                PickleValue type = calls.global(line(), line());
                push(calls.create(type, popToMark()));
            }
            case 'o' -> object(popToMark());
            case 0x81 -> object(take(2));
            case 0x92 -> object(take(3));
            case 0x8F -> push(Dictionary.object("set"));
            case 0x90 -> add(popToMark());
            case 0x91 -> {
                popToMark();
                push(Dictionary.object("frozenset"));
            }
            default -> throw new PickleCalls.Refusal("refuses " + PickleCalls.opcode(opcode));
        }
    }

    private void protocol() throws CheckpointException, PickleCalls.Refusal {
        int version = input.u8();
        if (version < 2 || version > 5) {
            throw new PickleCalls.Refusal("expected pickle protocol 2 to 5, found " + version);
        }
    }

    private void frame() throws CheckpointException, PickleCalls.Refusal {
        long length = input.i64();
        if (length < 0 || length > input.remaining()) {
            throw new PickleCalls.Refusal("expected a frame of at most " + input.remaining() + " bytes, found "
                    + Long.toUnsignedString(length));
        }
    }

    private void text(long length) throws CheckpointException, PickleCalls.Refusal {
        push(new Text(new String(input.bytes(length(length, MAX_TEXT_BYTES)), StandardCharsets.UTF_8)));
    }

    private void blob(long length) throws CheckpointException, PickleCalls.Refusal {
        input.skip(length(length, MAX_TEXT_BYTES));
        push(Other.BYTES);
    }

    private int length(long length, int limit) throws PickleCalls.Refusal {
        if (length < 0 || length > Math.min(limit, input.remaining())) {
            throw new PickleCalls.Refusal("expected a length of at most " + Math.min(limit, input.remaining())
                    + ", found " + Long.toUnsignedString(length));
        }
        return (int) length;
    }

    private static PickleValue integer(byte[] littleEndian) {
        if (littleEndian.length > 8) {
            return Arrays.equals(littleEndian, LEGACY_MAGIC) ? Other.LEGACY_MAGIC : Other.HUGE_INT;
        }
        long value = littleEndian.length == 0 || littleEndian[littleEndian.length - 1] >= 0 ? 0 : -1;
        for (int i = littleEndian.length - 1; i >= 0; i--) {
            value = value << 8 | littleEndian[i] & 0xFF;
        }
        return new Int(value);
    }

    private String line() throws CheckpointException, PickleCalls.Refusal {
        byte[] line = new byte[MAX_NAME_BYTES];
        for (int length = 0; length < line.length; length++) {
            line[length] = (byte) input.u8();
            if (line[length] == '\n') {
                return new String(line, 0, length, StandardCharsets.UTF_8);
            }
        }
        throw new PickleCalls.Refusal("refuses a global with a name of more than " + MAX_NAME_BYTES + " bytes: "
                + quote(new String(line, StandardCharsets.UTF_8)));
    }

    private static String string(PickleValue value) throws PickleCalls.Refusal {
        if (value instanceof Text(String text)) {
            return text;
        }
        throw new PickleCalls.Refusal("expected a string, found " + value.kind());
    }

    private void recall(int index) throws PickleCalls.Refusal {
        PickleValue value = memo.get(index);
        if (value == null) {
            throw new PickleCalls.Refusal("expected memo " + Integer.toUnsignedString(index)
                    + " to be set, found nothing");
        }
        push(value);
    }

    /** A class and its arguments, which come one by one or as one tuple. */
    private void object(List<PickleValue> items) throws PickleCalls.Refusal {
        if (items.isEmpty()) {
            throw new PickleCalls.Refusal("expected a class to make an object of, found nothing");
        }
        List<PickleValue> arguments = items.subList(1, items.size());
        push(calls.create(items.getFirst(), arguments.size() == 1 && arguments.getFirst() instanceof Sequence tuple
                ? tuple.items() : arguments));
    }

    private void add(List<PickleValue> items) throws CheckpointException, PickleCalls.Refusal {
        if (!isObject(peek())) {
            throw new PickleCalls.Refusal("expected a set to add " + items.size() + " items to, found "
                    + peek().kind());
        }
    }

    private static boolean isObject(PickleValue value) {
        return value instanceof Dictionary object && object.isObject();
    }

    private void append(List<PickleValue> items) throws CheckpointException, PickleCalls.Refusal {
        if (isObject(peek())) {
            return; // a list of somebody's own
        }
        if (!(peek() instanceof Sequence sequence && sequence.isList())) {
            throw new PickleCalls.Refusal("expected a list to append to, found " + peek().kind());
        }
        sequence.items().addAll(items);
    }

    private void setItems(List<PickleValue> items) throws CheckpointException, PickleCalls.Refusal {
        if (!(peek() instanceof Dictionary dictionary)) {
            throw new PickleCalls.Refusal("expected a dict to set items of, found " + peek().kind());
        }
        if (items.size() % 2 != 0) {
            throw new PickleCalls.Refusal("expected keys and values in pairs, found " + items.size() + " items");
        }
        for (int i = 0; i < items.size(); i += 2) {
            dictionary.put(items.get(i), items.get(i + 1));
        }
    }

    /**
     * State of a dictionary is PyTorch's {@code _metadata}, that of a NumPy type its byte order: neither is needed.
     * That of an object may hold modules with their tensors.
     */
    private void build() throws CheckpointException, PickleCalls.Refusal {
        PickleValue state = pop();
        if (peek() instanceof Dictionary object) {
            if (object.isObject()) {
                calls.state(object, state);
            }
        } else if (peek() != Other.NUMPY) {
            throw new PickleCalls.Refusal("refuses to set the state of " + peek().kind());
        }
    }

    private void tuple(int size) throws CheckpointException {
        push(new Sequence(false, take(size)));
    }

    private void push(PickleValue value) {
        stack.add(value);
    }

    private PickleValue peek() throws CheckpointException {
        need(1);
        return stack.getLast();
    }

    private PickleValue pop() throws CheckpointException {
        need(1);
        return stack.removeLast();
    }

    private void discard() throws CheckpointException {
        if (!marks.isEmpty() && marks.getLast() == stack.size()) {
            marks.removeLast();
        } else {
            pop();
        }
    }

    private List<PickleValue> take(int count) throws CheckpointException {
        need(count);
        return take(stack.size() - count, stack.size());
    }

    private List<PickleValue> popToMark() throws CheckpointException {
        if (marks.isEmpty()) {
            throw file.error("pickle before byte " + input.position() + ": expected a mark on the stack, found none");
        }
        return take(marks.removeLast(), stack.size());
    }

    private List<PickleValue> take(int from, int to) {
        List<PickleValue> top = stack.subList(from, to);
        List<PickleValue> items = new ArrayList<>(top);
        top.clear();
        return items;
    }

    /** Values below the last mark are out of reach, as in Python. */
    private void need(int count) throws CheckpointException {
        int available = stack.size() - (marks.isEmpty() ? 0 : marks.getLast());
        if (available < count) {
            throw file.error("pickle before byte " + input.position() + ": expected " + count
                    + " values on the stack, found " + available);
        }
    }
}
