package io.deltaframe.tdn.checkpoint;

import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.checkpoint.file.CheckpointFile;
import io.deltaframe.tdn.checkpoint.file.OtherContent;
import io.deltaframe.tdn.checkpoint.torch.TorchLegacyReader;
import io.deltaframe.tdn.checkpoint.torch.TorchZipReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.HexFormat;

/** Tells checkpoint formats apart by their first bytes. */
final class CheckpointFormats {

    private static final String EXPECTED = "a PyTorch (zip or legacy) or safetensors checkpoint";
    private static final int SHOWN = 16;

    private CheckpointFormats() { }

    /**
     * Opens a checkpoint.
     *
     * @param channel its bytes; closed with the checkpoint, and when opening fails
     * @param name    for messages
     * @param weights name of the set of weights to read; empty for the likeliest
     * @return the checkpoint
     * @throws CheckpointException if it is no checkpoint or a broken one
     */
    static Checkpoint open(SeekableByteChannel channel, String name, String weights) throws CheckpointException {
        boolean opened = false;
        try {
            Checkpoint checkpoint = open(new CheckpointFile(channel, name), weights);
            opened = true;
            return checkpoint;
        } finally {
            if (!opened) {
                closeQuietly(channel);
            }
        }
    }

    private static Checkpoint open(CheckpointFile file, String weights) throws CheckpointException {
        if (file.size() == 0) {
            throw file.error("expected " + EXPECTED + ", found an empty file: copy or download it again");
        }
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(file.size(), OtherContent.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.read(0, start, "the start of the file");
        start.flip();
        int first = start.get(0) & 0xFF;
        if (start.limit() > 8 && start.get(8) == '{' && !isText(start, 8)) {
            return SafetensorsReader.open(file, weights);
        }
        if (start.limit() >= 4 && start.getInt(0) == 0x04034B50) {
            return TorchZipReader.open(file, weights);
        }
        if (first == 0x80) {
            return TorchLegacyReader.open(file, weights);
        }
        byte[] bytes = new byte[start.limit()];
        start.get(bytes);
        throw file.error("expected " + EXPECTED + ", found " + OtherContent.of(bytes, file.size())
                .orElseGet(() -> "a file of " + file.size() + " bytes that starts with "
                        + HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(bytes.length, SHOWN))));
    }

    /** A header's length is never written in letters. */
    private static boolean isText(ByteBuffer start, int bytes) {
        for (int i = 0; i < bytes; i++) {
            byte b = start.get(i);
            if (b < ' ' && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private static void closeQuietly(SeekableByteChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // the reason why it could not be opened is the one worth reporting
        }
    }
}
