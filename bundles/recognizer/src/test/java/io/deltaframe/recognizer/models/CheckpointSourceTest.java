package io.deltaframe.recognizer.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.recognizer.labels.LabelFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Content is what its digest is of, whatever sizes and times say. */
class CheckpointSourceTest {

    /** Three blocks and a part of one. */
    private static final int SIZE = 3 * BlockDigests.BLOCK_BYTES + 1000;

    @TempDir
    private Path folder;
    private final byte[] bytes = new byte[SIZE];
    private Path file;
    private CheckpointSource source;

    @BeforeEach
    void hash() throws IOException {
        new Random(1).nextBytes(bytes);
        file = Files.write(folder.resolve("m.safetensors"), bytes);
        source = CheckpointSource.File.of(file);
    }

    private byte[] read(int position, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        try (SeekableByteChannel channel = source.open()) {
            channel.position(position);
            while (into.hasRemaining() && channel.read(into) >= 0) { }
        }
        return Arrays.copyOf(into.array(), into.position());
    }

    /** Other bytes under the size and the times from before. */
    private void overwrite(int position) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        byte[] other = bytes.clone();
        other[position] ^= 1;
        Files.write(file, other);
        Files.setLastModifiedTime(file, time);
    }

    @Test
    void the_digest_is_that_of_the_file_and_every_byte_is_read() throws Exception {
        assertEquals(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)), source.sha256());
        assertArrayEquals(bytes, read(0, SIZE));
        assertArrayEquals(bytes, read(0, SIZE + 100));
        assertArrayEquals(Arrays.copyOfRange(bytes, BlockDigests.BLOCK_BYTES - 5, BlockDigests.BLOCK_BYTES + 5),
                read(BlockDigests.BLOCK_BYTES - 5, 10));
        assertEquals(0, read(SIZE, 10).length);
    }

    @Test
    void a_file_that_was_only_touched_is_the_same() throws Exception {
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        assertArrayEquals(bytes, read(0, SIZE));
        assertEquals(source, CheckpointSource.File.of(file));
    }

    @Test
    void other_content_of_the_same_size_and_times_is_refused_where_it_is_read() throws Exception {
        overwrite(2 * BlockDigests.BLOCK_BYTES + 7);
        assertArrayEquals(Arrays.copyOf(bytes, 100), read(0, 100));
        String refusal = assertThrows(IOException.class, () -> read(2 * BlockDigests.BLOCK_BYTES + 9, 1)).getMessage();
        assertTrue(refusal.startsWith(file + ": expected the content that was inspected (SHA-256 "
                + source.sha256().substring(0, 12)), refusal);
    }

    @Test
    void other_content_that_comes_while_the_file_is_open_is_refused() throws Exception {
        try (SeekableByteChannel channel = source.open()) {
            channel.read(ByteBuffer.allocate(10));
            overwrite(SIZE - 1);
            channel.position(SIZE - 5);
            assertThrows(IOException.class, () -> channel.read(ByteBuffer.allocate(1)));
        }
    }

    /** Nobody writes to the pipe, so that reading it would never end. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void what_is_no_file_is_refused_at_once() throws Exception {
        Path pipe = folder.resolve("p.safetensors");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> assertEquals(
                pipe + ": expected a checkpoint file, found a pipe, a socket or a device",
                assertThrows(IOException.class, () -> CheckpointSource.File.of(pipe)).getMessage()));
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> assertEquals(
                pipe + ": expected a file of labels, found a pipe, a socket or a device",
                assertThrows(IOException.class, () -> LabelFiles.read(pipe)).getMessage()));
        assertEquals("/dev/zero: expected a checkpoint file, found a pipe, a socket or a device",
                assertThrows(IOException.class, () -> CheckpointSource.File.of(Path.of("/dev/zero"))).getMessage());
    }

    @Test
    void another_size_is_refused_at_once() throws Exception {
        Files.write(file, Arrays.copyOf(bytes, SIZE - 1));
        assertThrows(IOException.class, source::open);
    }

    @Test
    void zeros_at_the_end_are_counted_over_blocks() throws Exception {
        assertEquals(0, CheckpointSource.File.of(Files.write(file, new byte[] {0, 0, 1})).zerosAtEnd());
        assertEquals(2, CheckpointSource.File.of(Files.write(file, new byte[] {1, 0, 0})).zerosAtEnd());
        Arrays.fill(bytes, 1000, SIZE, (byte) 0);
        bytes[999] = 1;
        assertEquals(SIZE - 1000, CheckpointSource.File.of(Files.write(file, bytes)).zerosAtEnd());
    }
}
