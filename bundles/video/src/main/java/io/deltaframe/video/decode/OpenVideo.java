package io.deltaframe.video.decode;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoInfo;
import io.deltaframe.video.demux.Location;
import io.deltaframe.video.demux.Orientation;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The selection of frames over the passes of a {@link VideoInput}.
 *
 * <p>Frames differing in size within a video, as pictures in a folder may, are handed over each in its own size.
 *
 * <p>{@link #close} from another thread makes a decoding run end with an exception at its next frame, and waits for
 * that: native memory is never freed under a running decoder. Called from inside a {@code FrameSelection} it returns at
 * once, and the run ends after it.
 */
public final class OpenVideo implements Video {

    /**
     * Estimate, correction, and two more for damage that frame threads conceal now so, now otherwise; the last two on
     * one thread.
     */
    private static final int MAX_PASSES = 4;
    private static final int PROGRESS_EVERY = 16;

    private final Location location;
    private final VideoInput input;
    private final AtomicBoolean closed;
    private final Runnable onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean freed;

    /**
     * @param closed  raised when the video is closed, for the input to see; shared with it
     * @param onClose called once when everything is freed
     */
    public OpenVideo(Location location, VideoInput input, AtomicBoolean closed, Runnable onClose) {
        this.location = location;
        this.input = input;
        this.closed = closed;
        this.onClose = onClose;
    }

    @Override
    public VideoInfo info() {
        return input.info();
    }

    @Override
    public Decoded decode(FrameSelection selection) throws VideoException {
        lock.lock();
        try (RgbConverter converter = new RgbConverter()) {
            if (lock.getHoldCount() > 1) {
                throw new IllegalStateException(location.given()
                        + ": a video cannot be decoded from inside its own decoding");
            }
            checkOpen();
            int expected = input.expectedPictures();
            for (int pass = 1; pass <= MAX_PASSES; pass++) {
                BitSet wanted = choose(selection, expected);
                try (PicturePass pictures = input.begin(pass > 2)) {
                    int decoded = run(pictures, wanted, expected, converter, selection);
                    if (decoded == 0) {
                        throw location.failure("not one frame can be decoded"
                                + (pictures.warnings().isEmpty() ? "" : ": " + String.join("; ", pictures.warnings())));
                    }
                    if (decoded == expected) {
                        return new Decoded(decoded, pictures.warnings());
                    }
                    expected = decoded;
                }
            }
            throw location.failure("the number of frames that can be decoded differs every time the video is read");
        } finally {
            if (closed.get() && lock.getHoldCount() == 1) {
                free();
            }
            lock.unlock();
        }
    }

    private BitSet choose(FrameSelection selection, int frameCount) {
        BitSet wanted = new BitSet();
        for (int index : selection.select(frameCount)) {
            if (index < 0 || index >= frameCount) {
                throw new IllegalArgumentException(location.given() + ": frame " + index
                        + " was selected of a video of " + frameCount + " frames");
            }
            wanted.set(index);
        }
        return wanted;
    }

    private int run(PicturePass pictures, BitSet wanted, int expected, RgbConverter converter, FrameSelection selection)
            throws VideoException {
        int decoded = 0;
        for (AVFrame picture = next(pictures); picture != null; picture = next(pictures)) {
            if (wanted.get(decoded)) {
                selection.accept(decoded, frame(location, pictures, picture, converter));
            }
            decoded++;
            if (decoded % PROGRESS_EVERY == 0) {
                selection.progress(decoded, Math.max(decoded, expected));
            }
            if (decoded == Integer.MAX_VALUE) {
                throw location.failure("the video has more than " + Integer.MAX_VALUE + " frames");
            }
        }
        if (decoded == expected) {
            selection.progress(decoded, decoded);
        }
        return decoded;
    }

    private AVFrame next(PicturePass pictures) throws VideoException {
        checkOpen();
        AVFrame picture = pictures.next();
        checkOpen();
        return picture;
    }

    /** {@return a picture as a frame, upright} */
    static Frame frame(Location location, PicturePass pictures, AVFrame picture, RgbConverter converter)
            throws VideoException {
        int width = picture.width();
        int height = picture.height();
        Orientation orientation = pictures.orientation();
        byte[] upright;
        try {
            upright = orientation.apply(width, height, converter.convert(picture));
        } catch (VideoException e) {
            throw location.failure(e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            // A damaged header may claim any size: the array that there is no room for was never made.
            throw location.failure("no memory for a picture of " + width + "x" + height + " pixels, which takes "
                    + (3L * width * height >> 20) + " MB of the Java heap", e);
        }
        return orientation.swapsSides() ? Frame.wrap(height, width, pictures.timestampMicros(), upright)
                : Frame.wrap(width, height, pictures.timestampMicros(), upright);
    }

    private void checkOpen() throws VideoException {
        if (closed.get()) {
            throw location.failure("the video was closed");
        }
    }

    @Override
    public void close() {
        closed.set(true);
        if (lock.isHeldByCurrentThread()) {
            return;     // inside a FrameSelection: decode frees when it ends
        }
        lock.lock();
        try {
            free();
        } finally {
            lock.unlock();
        }
    }

    private void free() {
        if (!freed) {
            freed = true;
            input.close();
            onClose.run();
        }
    }
}
