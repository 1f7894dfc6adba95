package io.deltaframe.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.video.natives.Natives;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloseTest {

    @TempDir
    Path folder;
    private Path file;

    @BeforeEach
    void write() throws VideoException {
        Natives.load();
        file = new SampleVideo("libopenh264", "mp4").write(folder.resolve("a.mp4"));
    }

    /** Runs something at the first frame. */
    private static Video.FrameSelection atFirstFrame(Runnable action) {
        return new Video.FrameSelection() {
            @Override
            public int[] select(int frameCount) {
                return IntStream.range(0, frameCount).toArray();
            }

            @Override
            public void accept(int index, Frame frame) {
                if (index == 0) {
                    action.run();
                }
            }
        };
    }

    private void nothingIsOpen() throws Exception {
        if (OpenDescriptors.known()) {
            assertEquals(0, OpenDescriptors.under(folder));
        }
    }

    @Test
    void aVideoMayBeClosedTwiceAndUndecoded() throws Exception {
        Video video = new FfmpegVideoSource(20, null).open(file.toString(), 1);
        video.close();
        video.close();
        nothingIsOpen();
        var e = assertThrows(VideoException.class, () -> video.decode(atFirstFrame(() -> { })));
        assertTrue(e.getMessage().contains("closed"), e.getMessage());
    }

    @Test
    void closingFromAnotherThreadEndsDecodingAndWaitsForIt() throws Exception {
        Video video = new FfmpegVideoSource(20, null).open(file.toString(), 2);
        CountDownLatch decoding = new CountDownLatch(1);
        CompletableFuture<Thread> closing = new CompletableFuture<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> run = threads.submit(() -> video.decode(atFirstFrame(() -> {
                decoding.countDown();
                // Decoding goes on once the video was told to close, and not while it is about to be told.
                Thread closer = closing.join();
                while (closer.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            })));
            decoding.await();
            Future<?> close = threads.submit(() -> {
                closing.complete(Thread.currentThread());
                video.close();
            });
            close.get();
            Throwable cause = assertThrows(ExecutionException.class, run::get).getCause();
            assertTrue(cause instanceof VideoException && cause.getMessage().contains("closed"), cause.toString());
        }
        nothingIsOpen();
    }

    @Test
    void closingFromInsideTheSelectionEndsDecoding() throws Exception {
        Video video = new FfmpegVideoSource(20, null).open(file.toString(), 2);
        var e = assertThrows(VideoException.class, () -> video.decode(atFirstFrame(video::close)));
        assertTrue(e.getMessage().contains("closed"), e.getMessage());
        nothingIsOpen();
    }

    @Test
    void theServiceClosesWhatIsOpenWhenItGoes() throws Exception {
        FfmpegVideoSource source = new FfmpegVideoSource(20, null);
        Video video = source.open(file.toString(), 1);
        source.deactivate();
        nothingIsOpen();
        assertThrows(VideoException.class, () -> video.decode(atFirstFrame(() -> { })));
        assertThrows(VideoException.class, () -> source.open(file.toString(), 1));
        video.close();
    }
}
