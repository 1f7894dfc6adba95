package io.deltaframe.video.demux;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends FFmpeg's waiting for the network when a deadline passes or the video is closed. FFmpeg has time limits of its
 * own, but each protocol another and some none; all of them ask this while they wait.
 *
 * <p>One callback serves all videos, since JavaCPP has room for ten of a kind; the pointer FFmpeg hands back with each
 * question is no address but the number of the video. Safe for several threads; closed when the last video that uses it
 * is.
 */
public final class NetworkWatch implements AutoCloseable {

    private final Map<Long, Watched> videos = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean ending;
    private AVIOInterruptCB.Callback_Pointer callback;

    /** What is asked about one video. */
    private static final class Watched {
        final BooleanSupplier closed;
        volatile long deadline;

        Watched(BooleanSupplier closed) {
            this.closed = closed;
        }
    }

    /** The watch over one open context. */
    final class Watch implements AutoCloseable {
        private final long number = numbers.incrementAndGet();
        private final Watched watched;
        private final long timeoutNanos;

        private Watch(long timeoutNanos, BooleanSupplier closed) {
            this.timeoutNanos = timeoutNanos;
            this.watched = new Watched(closed);
            videos.put(number, watched);
            restart();
        }

        /** Starts the time anew, before each call that may wait. */
        void restart() {
            watched.deadline = System.nanoTime() + timeoutNanos;
        }

        @Override
        public void close() {
            videos.remove(number);
        }
    }

    private static final class Number extends Pointer {
        Number(long number) {
            address = number;
        }
    }

    private final class Question extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(Pointer number) {
            Watched watched = videos.get(number.address());
            return ending || watched == null || watched.closed.getAsBoolean()
                    || System.nanoTime() - watched.deadline > 0 ? 1 : 0;
        }
    }

    /**
     * Watches over a context not yet opened.
     *
     * @param timeoutNanos time for each call
     * @param closed       true when waiting makes no sense any more
     */
    Watch over(AVFormatContext context, long timeoutNanos, BooleanSupplier closed) {
        synchronized (this) {
            if (callback == null) {
                callback = new Question();
            }
        }
        Watch watch = new Watch(timeoutNanos, closed);
        context.interrupt_callback().callback(callback).opaque(new Number(watch.number));
        return watch;
    }

    /** Ends all waiting, now and later. */
    public void end() {
        ending = true;
    }

    /** Frees the callback: no context may be open that has it. */
    @Override
    public synchronized void close() {
        if (callback != null) {
            callback.close();
            callback = null;
        }
    }
}
