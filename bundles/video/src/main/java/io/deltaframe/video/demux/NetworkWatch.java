package io.deltaframe.video.demux;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends FFmpeg's waiting for data, from the network or a file, when a deadline passes or the video is closed. FFmpeg has
 * time limits of its own, but each protocol another and some none; all of them ask this while they wait.
 *
 * <p>One callback serves all videos, since JavaCPP has room for ten of a kind; the pointer FFmpeg hands back with each
 * question is no address but the number of the video. Safe for several threads; closed when the last video that uses it
 * is.
 */
public final class NetworkWatch implements AutoCloseable {

    private static final Map<Long, Watched> VIDEOS = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Object LOCK = new Object();
    /** Guarded by the lock, as the number of watches that use it. */
    private static Question question;
    private static int users;

    private volatile boolean ending;
    private boolean used;

    /** What is asked about one video. */
    private static final class Watched {
        final NetworkWatch by;
        final BooleanSupplier closed;
        volatile long deadline;

        Watched(NetworkWatch by, BooleanSupplier closed) {
            this.by = by;
            this.closed = closed;
        }
    }

    /** The watch over one open context. */
    final class Watch implements AutoCloseable {
        private final long number = NUMBERS.incrementAndGet();
        private final Watched watched;
        private volatile long timeoutNanos;

        private Watch(long timeoutNanos, BooleanSupplier closed) {
            this.timeoutNanos = timeoutNanos;
            this.watched = new Watched(NetworkWatch.this, closed);
            VIDEOS.put(number, watched);
            restart();
        }

        private void setInto(AVIOInterruptCB asking) {
            synchronized (LOCK) {
                asking.callback(question).opaque(new Number(number));
            }
        }

        /** {@return the question that FFmpeg asks, for other contexts of the same video} */
        AVIOInterruptCB callback() {
            AVIOInterruptCB asking = new AVIOInterruptCB();
            setInto(asking);
            return asking;
        }

        /** Has later calls be waited for with another patience. */
        void limit(long nanos) {
            timeoutNanos = nanos;
        }

        /** Starts the time anew, before each call that may wait. */
        void restart() {
            watched.deadline = System.nanoTime() + timeoutNanos;
        }

        @Override
        public void close() {
            VIDEOS.remove(number);
        }
    }

    private static final class Number extends Pointer {
        Number(long number) {
            address = number;
        }
    }

    private static final class Question extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(Pointer number) {
            Watched watched = VIDEOS.get(number.address());
            return watched == null || watched.by.ending || watched.closed.getAsBoolean()
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
        synchronized (LOCK) {
            if (!used) {
                used = true;
                users++;
            }
            if (question == null) {
                question = new Question();
            }
        }
        Watch watch = new Watch(timeoutNanos, closed);
        watch.setInto(context.interrupt_callback());
        return watch;
    }

    /** Ends all waiting, now and later. */
    public void end() {
        ending = true;
    }

    /** Lets go of the callback: no context may be open that has it from here. The last watch frees it. */
    @Override
    public void close() {
        synchronized (LOCK) {
            if (used) {
                used = false;
                users--;
                if (users == 0) {
                    question.close();
                    question = null;
                }
            }
        }
    }
}
