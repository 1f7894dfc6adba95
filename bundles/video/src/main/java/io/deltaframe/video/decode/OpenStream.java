package io.deltaframe.video.decode;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoInfo;
import io.deltaframe.api.video.VideoStream;
import io.deltaframe.video.demux.Location;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * One pass over a {@link VideoInput}, picture by picture.
 *
 * <p>{@link #close} from another thread does not wait for a reading that is going on, which may hang: the reading frees
 * what is open when it comes back.
 */
public final class OpenStream implements VideoStream {

    private final Location location;
    private final VideoInput input;
    private final VideoInfo info;
    private final AtomicBoolean closed;
    private final Runnable onClose;
    private final PicturePass pictures;
    private final RgbConverter converter = new RgbConverter();
    private final ReentrantLock lock = new ReentrantLock();
    private AVFrame picture;
    private boolean freed;
    private long convertNanos;

    /**
     * Begins the pass.
     *
     * @param closed  raised when the stream is closed, for the input to see; shared with it
     * @param onClose called once when everything is freed
     * @throws VideoException if no decoder starts; nothing is left open
     */
    public OpenStream(Location location, VideoInput input, AtomicBoolean closed, Runnable onClose)
            throws VideoException {
        this.location = location;
        this.input = input;
        this.info = input.info();
        this.closed = closed;
        this.onClose = onClose;
        this.pictures = begin(input);
    }

    private static PicturePass begin(VideoInput input) throws VideoException {
        boolean begun = false;
        try {
            PicturePass pictures = input.begin(false);
            begun = true;
            return pictures;
        } finally {
            if (!begun) {
                input.close();
            }
        }
    }

    @Override
    public VideoInfo info() {
        return info;
    }

    @Override
    public boolean isLive() {
        return location.isNetwork() && info.durationMicros() <= 0;
    }

    @Override
    public boolean next() throws VideoException {
        lock.lock();
        try {
            checkOpen();
            picture = pictures.next();
            convertNanos = 0;
            checkOpen();
            return picture != null;
        } finally {
            leave();
        }
    }

    @Override
    public long timestampMicros() {
        lock.lock();
        try {
            return freed ? 0 : pictures.timestampMicros();
        } finally {
            leave();
        }
    }

    @Override
    public Frame frame() throws VideoException {
        lock.lock();
        try {
            checkOpen();
            if (picture == null) {
                throw new IllegalStateException(location.given() + ": there is no picture");
            }
            long begin = System.nanoTime();
            Frame frame = OpenVideo.frame(location, pictures, picture, converter);
            convertNanos = System.nanoTime() - begin;
            return frame;
        } finally {
            leave();
        }
    }

    @Override
    public long decodeNanos() {
        lock.lock();
        try {
            return freed ? 0 : pictures.decodeNanos() + convertNanos;
        } finally {
            leave();
        }
    }

    private void checkOpen() throws VideoException {
        if (closed.get()) {
            throw location.failure("the stream was closed");
        }
    }

    private void leave() {
        if (closed.get()) {
            free();
        }
        lock.unlock();
    }

    @Override
    public void close() {
        closed.set(true);
        if (lock.tryLock()) {
            leave();
        }
    }

    /** Closes, and waits until a reading that is going on has ended. */
    public void closeAndWait() {
        closed.set(true);
        lock.lock();
        leave();
    }

    private void free() {
        if (!freed) {
            freed = true;
            picture = null;
            converter.close();
            pictures.close();
            input.close();
            onClose.run();
        }
    }
}
