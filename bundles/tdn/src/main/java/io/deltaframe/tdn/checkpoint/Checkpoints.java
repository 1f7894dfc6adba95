package io.deltaframe.tdn.checkpoint;

import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Opens checkpoints: safetensors, and PyTorch files in the zip container or the one before it. The format is told by
 * the content, not by the name.
 *
 * <p>A file may come from anybody. Opening reads its index only and checks every length, offset and shape against the
 * file; no code is run and no class is loaded, whatever a pickle asks for. A file that is wrong, cut short,
 * inconsistent or hostile gets a {@link CheckpointException} and no other exception, before memory of its claimed sizes
 * is taken. Safe for several threads.
 */
public final class Checkpoints {

    private Checkpoints() { }

    /**
     * Opens a file.
     *
     * @param file the checkpoint
     * @return the open checkpoint, for the caller to close
     * @throws CheckpointException if the file cannot be read or is no checkpoint
     */
    public static Checkpoint open(Path file) throws CheckpointException {
        String name = file.getFileName() == null ? file.toString() : file.getFileName().toString();
        SeekableByteChannel channel;
        try {
            if (Files.isDirectory(file)) {
                throw new CheckpointException(name + ": expected a checkpoint file, found a directory");
            }
            channel = Files.newByteChannel(file, StandardOpenOption.READ);
        } catch (CheckpointException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new CheckpointException(name + ": no such file: " + file, e);
        } catch (IOException e) {
            throw new CheckpointException(name + ": cannot be opened: " + e, e);
        }
        return open(channel, name);
    }

    /**
     * Opens a checkpoint over a channel.
     *
     * @param channel the bytes; the checkpoint owns it and closes it, also when opening fails
     * @param name    for messages
     * @return the open checkpoint, for the caller to close
     * @throws CheckpointException if the channel cannot be read or holds no checkpoint
     */
    public static Checkpoint open(SeekableByteChannel channel, String name) throws CheckpointException {
        return CheckpointFormats.open(channel, name);
    }
}
