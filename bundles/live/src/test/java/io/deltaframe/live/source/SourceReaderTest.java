package io.deltaframe.live.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import io.deltaframe.api.live.SourceOptions;
import io.deltaframe.api.live.SourceState;
import io.deltaframe.api.video.Credentials;
import io.deltaframe.api.video.StreamSource;
import io.deltaframe.api.video.UnauthorizedException;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoInfo;
import io.deltaframe.api.video.VideoStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SourceReaderTest {

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final AtomicInteger frames = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();

    private final FrameSink sink = new FrameSink() {
        @Override
        public void push(Frame frame) {
            frames.incrementAndGet();
        }

        @Override
        public void decoded(long nanos) { }

        @Override
        public void awaitRoom() { }

        @Override
        public void ended() {
            said.add("ended");
        }

        @Override
        public void lost(String reason) {
            said.add("lost: " + reason);
        }

        @Override
        public void state(SourceState state, String reason) {
            said.add(state + (reason.isEmpty() ? "" : ": " + reason));
        }
    };

    /** A stream of some frames, and of what comes after them. */
    private final class FakeStream implements VideoStream {
        private final boolean live;
        private final int count;
        private final CountDownLatch hanging;
        private int next;

        FakeStream(boolean live, int count, CountDownLatch hanging) {
            this.live = live;
            this.count = count;
            this.hanging = hanging;
        }

        @Override
        public VideoInfo info() {
            return new VideoInfo("fake", "fake", "fake", 1, 1, 0, 25, -1, -1);
        }

        @Override
        public boolean isLive() {
            return live;
        }

        @Override
        public boolean next() {
            if (next == count && hanging != null) {
                // As FFmpeg may: neither an end nor an interrupt brings it back
                boolean interrupted = false;
                while (hanging.getCount() > 0) {
                    try {
                        hanging.await();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            return next++ < count;
        }

        @Override
        public long timestampMicros() {
            return 40_000L * next;
        }

        @Override
        public Frame frame() {
            return Frame.wrap(1, 1, timestampMicros(), new byte[3]);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private SourceReader reader(String location, StreamSource source) {
        return new SourceReader("a", SourceOptions.of(location).withPatience(Duration.ofMillis(300),
                Duration.ofMillis(900)), () -> source, sink, Duration.ofMillis(50));
    }

    private List<String> said(int count) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            String line = said.poll(30, TimeUnit.SECONDS);
            assertTrue(line != null, "after " + lines);
            lines.add(line);
        }
        return lines;
    }

    @Test
    void a_file_is_read_once() throws Exception {
        reader("a.mp4", (location, options) -> new FakeStream(false, 10, null)).start();
        // The end may come before the look that sees it running
        List<String> lines = said(3);
        if (lines.contains("RUNNING")) {
            lines.addAll(said(1));
            lines.remove("RUNNING");
        }
        assertEquals(List.of("CONNECTING", "ended", "STOPPED: the source is at its end"), lines);
        assertEquals(10, frames.get());
        assertEquals(0, said.size());
    }

    @Test
    void a_file_that_cannot_be_opened_is_not_tried_again() throws Exception {
        reader("a.mp4", (location, options) -> {
            throw new VideoException("a.mp4: it is no video");
        }).start();
        assertEquals(List.of("CONNECTING", "ended", "LOST: a.mp4: it is no video",
                "STOPPED: the source is not live, so it is not tried again"), said(4));
    }

    @Test
    void the_end_of_a_live_stream_is_a_loss_after_which_it_is_connected_again() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        try (SourceReader reader = reader("rtsp://gate/live", (location, options) ->
                opened.incrementAndGet() == 1 ? new FakeStream(true, 3, null) : new FakeStream(true, 3, hanging))) {
            reader.start();
            List<String> lines = said(5);
            lines.remove("RUNNING");
            assertEquals(List.of("CONNECTING", "lost: the stream ended", "LOST: the stream ended", "CONNECTING"),
                    lines.subList(0, 4));
        } finally {
            hanging.countDown();
        }
    }

    @Test
    void a_stream_that_falls_silent_is_stalled_and_then_given_up_while_it_hangs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        try (SourceReader reader = reader("rtsp://gate/live", (location, options) -> {
            opened.incrementAndGet();
            return new FakeStream(true, 3, hanging);
        })) {
            reader.start();
            assertEquals(List.of("CONNECTING", "RUNNING", "STALLED: no frame for 0.3 s",
                    "lost: no more frames for 0.9 s", "LOST: no more frames for 0.9 s", "CONNECTING", "RUNNING"),
                    said(7));
            assertEquals(2, opened.get(), "connected again while the first connection still hangs");
        } finally {
            hanging.countDown();
        }
    }

    @Test
    void a_source_that_is_detached_says_so_and_is_closed() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        SourceReader reader = reader("rtsp://gate/live", (location, options) -> new FakeStream(true, 3, hanging));
        reader.start();
        assertEquals(List.of("CONNECTING", "RUNNING"), said(2));
        reader.close();
        assertEquals(List.of("STOPPED: the source was detached"), said(1));
        assertTrue(closed.get() > 0);
        hanging.countDown();
    }

    @Test
    void a_source_that_refuses_who_asks_is_asked_again_and_its_secrets_are_not_told() throws Exception {
        try (SourceReader reader = reader("rtsp://anna:s3%20cret@gate/live?token=t0ken", (location, options) -> {
            assertEquals("rtsp://gate/live?token=t0ken", location);
            assertEquals(new Credentials("anna", "s3 cret"), options.credentials());
            if (opened.incrementAndGet() == 1) {
                throw new UnauthorizedException(location + ": refused for s3 cret, s3%20cret");
            }
            return new FakeStream(true, 3, null);
        })) {
            reader.start();
            assertEquals(List.of("CONNECTING", "lost: rtsp://gate/live?token=***: refused for ***, ***",
                    "UNAUTHORIZED: rtsp://gate/live?token=***: refused for ***, ***", "CONNECTING"), said(4));
        }
    }

    @Test
    void detaching_a_source_interrupts_an_opening_that_waits() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        SourceReader reader = reader("rtsp://gate/live", (location, options) -> {
            opened.incrementAndGet();
            try {
                Thread.sleep(Duration.ofMinutes(10));
            } catch (InterruptedException e) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
            }
            throw new VideoException("closed");
        });
        reader.start();
        assertEquals(List.of("CONNECTING"), said(1));
        reader.close();
        assertTrue(interrupted.await(30, TimeUnit.SECONDS));
    }
}
