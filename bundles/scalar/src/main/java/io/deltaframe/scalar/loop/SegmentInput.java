package io.deltaframe.scalar.loop;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Normalization;

/**
 * Makes the inputs of both stems from the bytes of a segment: the middle frame, normalised, and the four frame
 * differences, summed over 2x2 pixels, as {@code NetworkPlan.differenceStem} wants them. Immutable.
 */
public final class SegmentInput {

    private static final int FRAMES = Architecture.FRAMES_PER_SEGMENT;

    private final float[][] normalized = new float[3][256];

    /** @param normalization of the input */
    public SegmentInput(Normalization normalization) {
        for (int c = 0; c < 3; c++) {
            for (int value = 0; value < 256; value++) {
                normalized[c][value] = (value / 255f - normalization.mean().get(c)) / normalization.std().get(c);
            }
        }
    }

    /**
     * Makes both inputs.
     *
     * @param frames      packed RGB24
     * @param offset      of the segment's first byte
     * @param rgb         one image, 3 channels
     * @param differences one image of half the size, rounded down, 12 channels
     */
    public void read(byte[] frames, int offset, Planes rgb, Planes differences) {
        int row = rgb.width * 3;
        int frame = rgb.height * row;
        for (int c = 0; c < 3; c++) {
            int middle = offset + FRAMES / 2 * frame + c;
            for (int p = 0; p < rgb.pixels(); p++) {
                rgb.values[c][p] = normalized[c][frames[middle + 3 * p] & 0xFF];
            }
            for (int f = 1; f < FRAMES; f++) {
                float[] plane = differences.values[3 * (f - 1) + c];
                for (int p = 0; p < differences.pixels(); p++) {
                    int at = offset + f * frame + 2 * (p / differences.width) * row + 6 * (p % differences.width) + c;
                    plane[p] = square(frames, at, row) - square(frames, at - frame, row);
                }
            }
        }
    }

    private static int square(byte[] frames, int at, int row) {
        return (frames[at] & 0xFF) + (frames[at + 3] & 0xFF) + (frames[at + row] & 0xFF)
                + (frames[at + row + 3] & 0xFF);
    }
}
