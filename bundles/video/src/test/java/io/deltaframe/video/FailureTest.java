package io.deltaframe.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.video.natives.Natives;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be opened or decoded: one exception each, naming the location and the reason, and nothing left open. */
class FailureTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void load() throws VideoException {
        Natives.load();
    }

    @AfterEach
    void nothingIsLeftOpen() throws IOException {
        if (OpenDescriptors.known()) {
            assertEquals(0, OpenDescriptors.under(folder));
        }
    }

    private static void fails(String location, String reason) {
        VideoException e = assertThrows(VideoException.class,
                () -> CollectedFrames.of(location, 2, CollectedFrames.ALL));
        assertTrue(e.getMessage().startsWith(location + ": "), e.getMessage());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertFalse(e.getMessage().substring(location.length()).matches(".*-\\d{3,}.*"), "no bare number: "
                + e.getMessage());
    }

    @Test
    void aMissingFile() {
        fails(folder.resolve("nowhere.mp4").toString(), "no such file");
        fails("nowhere:at all.mp4", "no such file");
        fails(folder.resolve("nowhere.mp4").toUri().toString(), "no such file");
    }

    @Test
    void anEmptyLocation() {
        assertThrows(VideoException.class, () -> CollectedFrames.of(" ", 1, CollectedFrames.ALL));
    }

    @Test
    void anEmptyFile() throws IOException {
        fails(Files.createFile(folder.resolve("empty.mp4")).toString(), "empty (0 bytes)");
    }

    @Test
    void aTextFile() throws IOException {
        Path text = Files.writeString(folder.resolve("text.mp4"),
                "Dies ist kein Video, sondern schöner Text.\n".repeat(60));
        fails(text.toString(), "text file");
        fails(Files.move(text, folder.resolve("text.txt")).toString(), "text file");
    }

    @Test
    void noise() throws IOException {
        byte[] noise = new byte[100_000];
        new Random(5).nextBytes(noise);
        fails(Files.write(folder.resolve("noise.bin"), noise).toString(), "invalid data");
    }

    @Test
    void aFilmWithoutItsIndex() throws IOException {
        byte[] whole = Files.readAllBytes(new SampleVideo("mpeg4", "mp4").write(folder.resolve("whole.mp4")));
        fails(Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(whole, whole.length / 2)).toString(), "cut off");
        fails(Files.write(folder.resolve("head.mp4"), Arrays.copyOf(whole, 40)).toString(), "cut off");
    }

    @Test
    void sound() throws IOException {
        ByteBuffer wav = ByteBuffer.allocate(44 + 16_000).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 16_000)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000).putShort((short) 2)
                .putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(16_000);
        fails(Files.write(folder.resolve("sound.wav"), wav.array()).toString(),
                "no video stream, only sound (pcm_s16le)");
    }

    @Test
    void aFilmWithoutFrames() throws IOException {
        SampleVideo sample = new SampleVideo("mpeg4", "avi");
        sample.frames = 0;
        fails(sample.write(folder.resolve("none.avi")).toString(), "");
    }

    @Test
    void aFilmOfNothingButDamage() throws IOException {
        Path whole = new SampleVideo("mpeg4", "mp4").write(folder.resolve("whole.mp4"));
        byte[] bytes = Files.readAllBytes(whole);
        int data = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdat");
        int index = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("moov");
        Arrays.fill(bytes, data + 4, index - 4, (byte) 0);
        fails(Files.write(folder.resolve("zeros.mp4"), bytes).toString(), "not one frame can be decoded");
    }

    @Test
    void aFileThatMayNotBeRead() throws IOException {
        Path file = Files.write(folder.resolve("secret.mp4"), new byte[10]);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(file), "root may read everything");
        fails(file.toString(), "permission denied");
    }

    @Test
    void aDevice() {
        assumeTrue(Files.exists(Path.of("/dev/null")));
        fails("/dev/null", "neither a file nor a folder");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    void fewerThanNoThreads(int threads) {
        assertThrows(IllegalArgumentException.class,
                () -> new FfmpegVideoSource(20, null).open(folder.toString(), threads));
    }

    @Test
    void aSelectionThatThrows() throws Exception {
        Path file = new SampleVideo("mpeg4", "avi").write(folder.resolve("a.avi"));
        try (Video video = new FfmpegVideoSource(20, null).open(file.toString(), 2)) {
            Video.FrameSelection throwing = new Video.FrameSelection() {
                @Override
                public int[] select(int frameCount) {
                    return new int[] {5};
                }

                @Override
                public void accept(int index, Frame frame) {
                    throw new IllegalStateException("enough");
                }
            };
            assertEquals("enough", assertThrows(IllegalStateException.class,
                    () -> video.decode(throwing)).getMessage());
            assertEquals(0, OpenDescriptors.known() ? OpenDescriptors.under(folder) : 0);
            CollectedFrames after = new CollectedFrames(CollectedFrames.ALL);
            video.decode(after);
            assertEquals(CollectedFrames.upTo(40), after.numbers());
        }
    }

    /** A leak of one decoder (over 100 kB) or one picture a round would show as 60 MB and more. */
    @Test
    void memoryIsGivenBack() throws Exception {
        assumeTrue(OpenDescriptors.known());
        SampleVideo sample = new SampleVideo("libopenh264", "mp4");
        sample.width = 320;
        sample.height = 240;
        sample.frames = 4;
        sample.painter = (number, frame) -> { };
        Path good = sample.write(folder.resolve("good.mp4"));
        Path bad = Files.write(folder.resolve("bad.mp4"), Arrays.copyOf(Files.readAllBytes(good), 600));
        long before = 0;
        for (int round = 0; round < 700; round++) {
            if (round == 200) {
                before = OpenDescriptors.residentBytes();
            }
            CollectedFrames.of(good.toString(), 2, count -> new int[] {1});
            assertThrows(VideoException.class, () -> CollectedFrames.of(bad.toString(), 1, CollectedFrames.ALL));
        }
        long grown = OpenDescriptors.residentBytes() - before;
        assertTrue(grown < 50_000_000, "grown by " + grown + " bytes");
    }
}
