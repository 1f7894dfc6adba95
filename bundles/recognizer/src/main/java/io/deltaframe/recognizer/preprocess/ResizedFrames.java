package io.deltaframe.recognizer.preprocess;

import io.deltaframe.api.Frame;
import io.deltaframe.api.View;
import java.util.HashMap;
import java.util.Map;

/**
 * Frames as networks see them: each is resized once as it comes, and crops are cut out of it as often as they are
 * wanted. Only what crops show is kept. For one thread at a time.
 */
public final class ResizedFrames {

    private record Resized(FrameResizer by, byte[] pixels) { }

    private final Cropping cropping;
    private final Map<Integer, Resized> frames = new HashMap<>();
    private FrameResizer resizer;

    /** @param cropping which crops are wanted */
    public ResizedFrames(Cropping cropping) {
        this.cropping = cropping;
    }

    /**
     * Takes a frame in.
     *
     * @param index number of the frame
     * @param frame of any size: a stream may change it on the way, and crops have one size all the same
     */
    public void add(int index, Frame frame) {
        if (resizer == null || !resizer.fits(frame.width(), frame.height())) {
            resizer = new FrameResizer(frame.width(), frame.height(), cropping, VectorWarmUp.rowSums());
        }
        frames.put(index, new Resized(resizer, resizer.resize(frame)));
    }

    /** Forgets all frames. */
    public void clear() {
        frames.clear();
    }

    /** {@return number of frames} */
    public int size() {
        return frames.size();
    }

    /**
     * Cuts a crop out of a frame: packed RGB24, {@code size x size}.
     *
     * @param index  number of the frame
     * @param crop   which crop
     * @param into   where the bytes go
     * @param offset at which they start
     */
    public void cut(int index, View.Crop crop, byte[] into, int offset) {
        Resized frame = frames.get(index);
        frame.by().cut(frame.pixels(), crop, into, offset);
    }
}
