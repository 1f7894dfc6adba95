package io.deltaframe.recognizer.segments;

import io.deltaframe.api.Frame;
import io.deltaframe.api.View;
import io.deltaframe.recognizer.preprocess.Cropping;
import io.deltaframe.recognizer.preprocess.ResizedFrames;
import java.util.function.UnaryOperator;

/**
 * Shrinks frames to the square in their middle that networks see a crop of. A network of the same short side crops the
 * same pixels out of it as out of the whole frame; one of another resizes it once more. For one thread at a time.
 */
final class MiddleSquare implements UnaryOperator<Frame> {

    /** Frames after which the resizer is made anew, since the one on vectors is offered only once it is compiled. */
    private static final int RENEWED_AFTER = 500;

    private final int side;
    private final Cropping cropping;
    private ResizedFrames resized;
    private int uses;

    /** @param side length of the short side after resizing, in pixels */
    MiddleSquare(int side) {
        this.side = side;
        this.cropping = Cropping.center(side, side);
    }

    @Override
    public Frame apply(Frame frame) {
        if ((long) frame.width() * frame.height() <= (long) side * side) {
            return frame;
        }
        if (resized == null || ++uses > RENEWED_AFTER) {
            resized = new ResizedFrames(cropping);
            uses = 0;
        }
        byte[] square = new byte[3 * side * side];
        resized.add(0, frame);
        resized.cut(0, View.Crop.CENTER, square, 0);
        resized.clear();
        return Frame.wrap(side, side, frame.timestampMicros(), square);
    }
}
