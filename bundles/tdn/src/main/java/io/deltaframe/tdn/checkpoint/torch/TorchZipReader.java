package io.deltaframe.tdn.checkpoint.torch;

import static io.deltaframe.tdn.checkpoint.file.CheckpointFile.quote;

import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.checkpoint.file.CheckpointFile;
import io.deltaframe.tdn.checkpoint.file.OtherContent;
import io.deltaframe.tdn.checkpoint.file.SequentialInput;
import io.deltaframe.tdn.checkpoint.torch.PickleValue.Storage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what {@code torch.save} has written since 1.6: a zip file of {@code data.pkl} and one entry a storage. */
public final class TorchZipReader implements TorchTensors.Container {

    static final String FORMAT = "pytorch-zip";

    private static final String PICKLE = "/data.pkl";

    private final CheckpointFile file;
    private final ZipDirectory directory;
    private final String prefix;
    private final Map<String, Long> positions = new LinkedHashMap<>();

    private TorchZipReader(CheckpointFile file) throws CheckpointException {
        this.file = file;
        this.directory = ZipDirectory.read(file);
        this.prefix = prefix();
    }

    /** {@code weights} names the set of weights to read; empty for the likeliest. */
    public static Checkpoint open(CheckpointFile file, String weights) throws CheckpointException {
        TorchZipReader reader = new TorchZipReader(file);
        reader.checkByteOrder();
        PickleCalls calls = new PickleCalls(file.size());
        return TorchTensors.open(file, FORMAT, reader.pickle(calls), calls, weights, reader);
    }

    /** All entries lie in one folder, named after the file that was written. */
    private String prefix() throws CheckpointException {
        Optional<String> other = OtherContent.ofArchive(directory.names());
        if (other.isPresent()) {
            throw file.error("expected a PyTorch checkpoint, found " + other.get());
        }
        String found = null;
        for (String name : directory.names()) {
            if (name.endsWith(PICKLE)) {
                if (found != null) {
                    throw file.error("expected one entry FOLDER" + PICKLE + ", found " + quote(found) + " and "
                            + quote(name));
                }
                found = name;
            }
        }
        if (found == null) {
            throw file.error("expected a PyTorch checkpoint with an entry FOLDER" + PICKLE + ", found a zip file of "
                    + directory.size() + " other entries");
        }
        return found.substring(0, found.length() - PICKLE.length());
    }

    /** Files from before 2.1 have no such entry and are little-endian in practice. */
    private void checkByteOrder() throws CheckpointException {
        String name = prefix + "/byteorder";
        if (!directory.contains(name)) {
            return;
        }
        ZipDirectory.Range range = directory.range(name);
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(range.size(), 16));
        file.read(range.position(), bytes, quote(name));
        String order = StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
        if (!order.strip().equals("little")) {
            throw file.error(quote(name) + ": expected little-endian tensors, found '" + quote(order) + "'");
        }
    }

    private PickleValue pickle(PickleCalls calls) throws CheckpointException {
        ZipDirectory.Range range = directory.range(prefix + PICKLE);
        if (range.size() > PickleMachine.MAX_BYTES) {
            throw file.error(quote(prefix + PICKLE) + ": expected at most " + PickleMachine.MAX_BYTES + " bytes, found "
                    + range.size());
        }
        SequentialInput input =
                new SequentialInput(file, quote(prefix + PICKLE), range.position(), range.position() + range.size());
        return PickleMachine.read(file, input, calls);
    }

    private String entry(String key) {
        return prefix + "/data/" + key;
    }

    @Override
    public void verify() throws CheckpointException {
        directory.verify(positions.keySet().stream().map(this::entry).toList());
    }

    @Override
    public long position(Storage storage) throws CheckpointException {
        Long known = positions.get(storage.key());
        if (known != null) {
            return known;
        }
        String name = entry(storage.key());
        ZipDirectory.Range range = directory.range(name);
        long expected = storage.whole() * storage.type().bytes();
        if (range.size() != expected) {
            throw file.error("entry " + quote(name) + ": expected " + expected + " bytes for " + storage.whole()
                    + " elements of " + storage.type() + ", found " + range.size());
        }
        positions.put(storage.key(), range.position());
        return range.position();
    }
}
