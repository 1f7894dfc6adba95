package io.deltaframe.live.source;

import io.deltaframe.api.Frame;
import io.deltaframe.api.live.SourceOptions;
import io.deltaframe.api.video.StreamSource;
import io.deltaframe.api.video.UnauthorizedException;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoStream;
import java.util.concurrent.TimeUnit;

/**
 * One attempt at a source: a thread that opens it and reads it to its end. Whoever is waiting for it may abandon it, as
 * FFmpeg may hang for hours whatever its time limits are: the thread is interrupted, which ends opening and reading;
 * nothing it still reads is taken, and what it holds is freed when it comes back.
 */
final class Connection {

    /** How an attempt stands. */
    enum Stage { OPENING, READING, ENDED, FAILED, REFUSED }

    /**
     * Where it stands.
     *
     * @param stage      how far it is
     * @param live       whether the source has no end
     * @param reason     why it failed, empty otherwise
     * @param quietNanos since its last frame, or its beginning
     * @param frames     frames read
     */
    record Progress(Stage stage, boolean live, String reason, long quietNanos, long frames) { }

    private final SourceOptions options;
    private final StreamSource source;
    private final FrameSink sink;
    private final Thread thread;
    private Stage stage = Stage.OPENING;
    private boolean live;
    private boolean abandoned;
    private String reason = "";
    private long lastNanos = System.nanoTime();
    private long frames;
    private VideoStream stream;

    Connection(String name, SourceOptions options, StreamSource source, FrameSink sink) {
        this.options = options;
        this.source = source;
        this.sink = sink;
        this.thread = Thread.ofPlatform().daemon().name("deltaframe-live-read-" + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        String failure = "";
        Stage end = Stage.FAILED;
        try (VideoStream open = source.openStream(options.location(), options.stream())) {
            if (opened(open)) {
                read(open);
            }
            end = Stage.ENDED;
        } catch (UnauthorizedException e) {
            failure = e.getMessage();
            end = Stage.REFUSED;
        } catch (VideoException e) {
            failure = e.getMessage();
        } catch (InterruptedException e) {
            failure = "reading was interrupted";
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            failure = options.location() + ": " + e;
        }
        synchronized (this) {
            stage = end;
            reason = failure;
            stream = null;
            notifyAll();
        }
    }

    private synchronized boolean opened(VideoStream open) {
        stream = open;
        live = open.isLive();
        lastNanos = System.nanoTime();
        stage = Stage.READING;
        notifyAll();
        return !abandoned;
    }

    private void read(VideoStream open) throws VideoException, InterruptedException {
        boolean paced = options.realTime() && !open.isLive();
        long begin = System.nanoTime();
        while (open.next()) {
            if (paced) {
                TimeUnit.NANOSECONDS.sleep(begin + 1000 * open.timestampMicros() - System.nanoTime());
            } else if (!open.isLive()) {
                sink.awaitRoom();
            }
            if (!arrived()) {
                return;
            }
            Frame frame = open.frame();
            sink.decoded(open.decodeNanos());
            sink.push(frame);
        }
    }

    private synchronized boolean arrived() {
        lastNanos = System.nanoTime();
        if (frames++ == 0) {
            notifyAll();
        }
        return !abandoned;
    }

    /**
     * Waits a while for news.
     *
     * @param longest milliseconds to wait at most
     * @param known   what is known already
     * @return where it stands
     * @throws InterruptedException if interrupted
     */
    synchronized Progress await(long longest, Progress known) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(longest);
        for (long left = longest; left > 0 && (known == null || known.stage() == stage
                && known.frames() > 0 == frames > 0); left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return new Progress(stage, live, reason, System.nanoTime() - lastNanos, frames);
    }

    /** Gives it up; returns at once. */
    void abandon() {
        VideoStream open;
        synchronized (this) {
            abandoned = true;
            open = stream;
        }
        if (open != null) {
            open.close();
        }
        thread.interrupt();
    }
}
