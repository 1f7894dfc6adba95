package io.deltaframe.recognizer.preprocess;

import io.deltaframe.api.View;
import java.util.List;

/**
 * Which squares of a resized frame the network looks at.
 *
 * @param shortSide length of the short side of the resized frame in pixels
 * @param size      side of the squares in pixels
 * @param crops     the squares, in the order in which the released code computes them
 */
public record Cropping(int shortSide, int size, List<View.Crop> crops) {

    public Cropping {
        crops = List.copyOf(crops);
    }

    /**
     * {@return the squares a number of crops stands for}
     *
     * @param crops     1 or 3
     * @param shortSide length of the short side after resizing
     * @param size      side of the square where there is one
     */
    public static Cropping of(int crops, int shortSide, int size) {
        return crops == 3 ? three(shortSide) : center(shortSide, size);
    }

    /**
     * {@return the released test mode: one square in the middle}
     *
     * @param shortSide length of the short side after resizing
     * @param size      side of the square
     */
    public static Cropping center(int shortSide, int size) {
        return new Cropping(shortSide, size, List.of(View.Crop.CENTER));
    }

    /**
     * {@return the released three-crop mode ({@code GroupFullResSample}): squares over the full short side; left, right
     * and centre of a landscape frame. The released code moves along both axes by the same rule in which the vertical
     * offset is always the middle, so that the three squares of a portrait frame are one and the same}
     *
     * @param shortSide length of the short side after resizing, and side of the squares
     */
    public static Cropping three(int shortSide) {
        return new Cropping(shortSide, shortSide, List.of(View.Crop.LEFT, View.Crop.RIGHT, View.Crop.CENTER));
    }

    /**
     * {@return the width after resizing: torchvision's rule, the long side is rounded down}
     *
     * @param width  of the frame
     * @param height of the frame
     */
    public int resizedWidth(int width, int height) {
        return width <= height ? shortSide : (int) ((double) ((long) shortSide * width) / height);
    }

    /**
     * {@return the height after resizing}
     *
     * @param width  of the frame
     * @param height of the frame
     */
    public int resizedHeight(int width, int height) {
        // The same rule for the frame turned by a right angle.
        return resizedWidth(/* width= */ height, /* height= */ width);
    }

    /**
     * {@return the column of the resized frame where a square begins; negative where the frame is narrower than the
     * square, which is then padded with black}
     *
     * @param crop         which square
     * @param resizedWidth width of the resized frame
     */
    public int left(View.Crop crop, int resizedWidth) {
        if (crops.size() == 1) {
            return centered(resizedWidth);
        }
        int step = Math.floorDiv(resizedWidth - size, 4);
        return switch (crop) {
            case LEFT -> 0;
            case RIGHT -> 4 * step;
            case CENTER -> 2 * step;
        };
    }

    /**
     * {@return the row of the resized frame where every square begins; negative where the frame is lower than the
     * square}
     *
     * @param resizedHeight height of the resized frame
     */
    public int top(int resizedHeight) {
        return crops.size() == 1 ? centered(resizedHeight) : 2 * Math.floorDiv(resizedHeight - size, 4);
    }

    /**
     * torchvision's CenterCrop: Python's round, which is half to even; a smaller picture is padded, the odd pixel after
     * it.
     */
    private int centered(int length) {
        return length < size ? -((size - length) / 2) : (int) Math.rint((length - size) / 2.0);
    }

    /** {@return bytes that a frame's squares take at most, overlap not deducted} */
    public long maximalBytes() {
        return 3L * crops.size() * size * size;
    }
}
