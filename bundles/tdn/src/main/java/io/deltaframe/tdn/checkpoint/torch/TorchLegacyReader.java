package io.deltaframe.tdn.checkpoint.torch;

import static io.deltaframe.tdn.checkpoint.file.CheckpointFile.quote;

import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.checkpoint.file.CheckpointFile;
import io.deltaframe.tdn.checkpoint.file.SequentialInput;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Dictionary;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Int;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Other;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Sequence;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Storage;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Text;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads what {@code torch.save} wrote before 1.6: five pickles one after the other (magic number, protocol version,
 * properties of the machine, the object, keys of the storages), then the storages in the order of these keys, each led
 * by its number of elements.
 */
public final class TorchLegacyReader {

    static final String FORMAT = "pytorch-legacy";

    private static final long PROTOCOL = 1001;

    private final CheckpointFile file;
    private final SequentialInput input;
    private final Map<String, Long> positions = new HashMap<>();

    private TorchLegacyReader(CheckpointFile file) {
        this.file = file;
        this.input = new SequentialInput(file, "the stream of pickles and storages", 0, file.size());
    }

    /** {@code weights} names the set of weights to read; empty for the likeliest. */
    public static Checkpoint open(CheckpointFile file, String weights) throws CheckpointException {
        return new TorchLegacyReader(file).open(weights);
    }

    private Checkpoint open(String weights) throws CheckpointException {
        PickleValue magic = pickle(new PickleCalls(0));
        if (magic != Other.LEGACY_MAGIC) {
            throw file.error("expected " + Other.LEGACY_MAGIC.kind() + " at the start of the pickle, found "
                    + magic.kind() + ": a pickle that torch.save did not write; save the network's state_dict() with"
                    + " torch.save");
        }
        if (!(pickle(new PickleCalls(0)) instanceof Int(long version)) || version != PROTOCOL) {
            throw file.error("expected PyTorch's protocol version " + PROTOCOL + ", found another one");
        }
        if (!(pickle(new PickleCalls(0)) instanceof Dictionary machine)
                || machine.entries().get("little_endian") == Other.FALSE) {
            throw file.error("expected tensors of a little-endian machine, found others");
        }
        PickleCalls calls = new PickleCalls(file.size());
        PickleValue root = pickle(calls);
        PickleValue keys = pickle(new PickleCalls(0));
        if (!(keys instanceof Sequence list)) {
            throw file.error("expected a list of storage keys, found " + keys.kind());
        }
        place(list, calls.storages());
        return TorchTensors.open(file, FORMAT, root, calls, weights, this::position);
    }

    private PickleValue pickle(PickleCalls calls) throws CheckpointException {
        return PickleMachine.read(file, input, calls);
    }

    private void place(Sequence keys, Map<String, Storage> storages) throws CheckpointException {
        for (PickleValue item : keys.items()) {
            if (!(item instanceof Text(String key)) || !(storages.get(key) instanceof Storage storage)) {
                throw file.error("expected the key of a storage, found " + item.kind());
            }
            long elements = input.i64();
            if (elements != storage.whole()) {
                throw file.error("storage " + quote(key) + ": expected " + storage.whole() + " elements, found "
                        + elements);
            }
            if (positions.putIfAbsent(key, input.position()) != null) {
                throw file.error("storage " + quote(key) + " occurs twice in the list of storage keys");
            }
            input.skip(elements * storage.type().bytes());
        }
        if (input.remaining() > 0) {
            throw file.error("expected the end of the file behind the last storage, at " + input.position() + ", found "
                    + input.remaining() + " more bytes");
        }
    }

    private long position(Storage storage) throws CheckpointException {
        Long position = positions.get(storage.key());
        if (position == null) {
            throw file.error("expected storage " + quote(storage.key())
                    + " in the list of storage keys, found no such key");
        }
        return position;
    }
}
