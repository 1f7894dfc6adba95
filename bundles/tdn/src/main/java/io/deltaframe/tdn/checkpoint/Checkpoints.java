package io.deltaframe.tdn.checkpoint;

import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.checkpoint.file.OtherContent;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

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

    /** Files of a folder that are looked at to tell what it is. */
    private static final int FILES_LISTED = 1000;

    private Checkpoints() { }

    /**
     * Opens a file.
     *
     * @param file the checkpoint
     * @return the open checkpoint, for the caller to close
     * @throws CheckpointException if the file cannot be read or is no checkpoint
     */
    public static Checkpoint open(Path file) throws CheckpointException {
        return open(file, "");
    }

    /**
     * Opens one of several sets of weights of a file.
     *
     * @param file    the checkpoint
     * @param weights the set's name, as {@link Checkpoint#weights()} and {@link Checkpoint#otherWeights()} have it;
     *                empty for the likeliest
     * @return the open checkpoint, for the caller to close
     * @throws CheckpointException if the file cannot be read, is no checkpoint, or has no such weights
     */
    public static Checkpoint open(Path file, String weights) throws CheckpointException {
        String name = file.getFileName() == null ? file.toString() : file.getFileName().toString();
        SeekableByteChannel channel;
        try {
            if (Files.isDirectory(file)) {
                throw new CheckpointException(name + ": expected a checkpoint file, found " + folder(file));
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                // Opening a pipe would wait for somebody who writes to it
                throw new CheckpointException(name
                        + ": expected a checkpoint file, found a pipe, a socket or a device");
            }
            channel = Files.newByteChannel(file, StandardOpenOption.READ);
        } catch (CheckpointException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new CheckpointException(name + ": no such file in " + file.toAbsolutePath().getParent(), e);
        } catch (AccessDeniedException e) {
            throw new CheckpointException(name + ": cannot be opened: permission denied", e);
        } catch (FileSystemException e) {
            throw new CheckpointException(name + ": cannot be opened: "
                    + (e.getReason() == null ? e.getMessage() : e.getReason()), e);
        } catch (IOException e) {
            throw new CheckpointException(name + ": cannot be opened: " + e.getMessage(), e);
        }
        return CheckpointFormats.open(channel, name, weights);
    }

    private static String folder(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return OtherContent.ofFolder(files.limit(FILES_LISTED).map(file -> file.getFileName().toString())
                    .toList()).orElse("a directory");
        } catch (IOException e) {
            return "a directory";
        }
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
        return CheckpointFormats.open(channel, name, "");
    }
}
