package io.deltaframe.operators.program;

import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Normalization;

/**
 * Makes the inputs of both stems from the bytes of a segment: the middle frame, normalised, and the four frame
 * differences, summed over 2x2 pixels: integers, as {@code NetworkPlan.differenceStem} wants them.
 */
public final class InputStep implements Step {

    private static final int FRAMES = Architecture.FRAMES_PER_SEGMENT;
    private static final int ROWS_PER_TASK = 16;

    private final FeatureMap rgb;
    private final FeatureMap differences;
    private final float[][] normalized = new float[3][256];

    private byte[] frames;
    private int offset;

    /**
     * Binds the step.
     *
     * @param normalization of the input
     * @param rgb           one image, 3 channels
     * @param differences   one image of half the size, rounded down, 12 channels
     */
    public InputStep(Normalization normalization, FeatureMap rgb, FeatureMap differences) {
        this.rgb = rgb;
        this.differences = differences;
        for (int c = 0; c < 3; c++) {
            float mean = normalization.mean().get(c);
            float std = normalization.std().get(c);
            for (int value = 0; value < 256; value++) {
                normalized[c][value] = (value / 255f - mean) / std;
            }
        }
    }

    /**
     * Chooses the segment of the next run.
     *
     * @param frames packed RGB24
     * @param offset of the segment's first byte
     */
    public void segment(byte[] frames, int offset) {
        this.frames = frames;
        this.offset = offset;
    }

    @Override
    public int tasks() {
        return (rgb.height + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
    }

    @Override
    public void run(int task, int slot) {
        int first = task * ROWS_PER_TASK;
        int last = Math.min(first + ROWS_PER_TASK, rgb.height);
        for (int y = first; y < last; y++) {
            normalize(y);
        }
        for (int y = first / 2; y < Math.min(last / 2, differences.height); y++) {
            difference(y);
        }
    }

    private void normalize(int y) {
        int from = offset + (FRAMES / 2 * rgb.height + y) * rgb.width * 3;
        int to = rgb.index(0, y, 0);
        float[] red = normalized[0];
        float[] green = normalized[1];
        float[] blue = normalized[2];
        for (int i = 0; i < 3 * rgb.width; i += 3) {
            rgb.data[to + i] = red[frames[from + i] & 0xFF];
            rgb.data[to + i + 1] = green[frames[from + i + 1] & 0xFF];
            rgb.data[to + i + 2] = blue[frames[from + i + 2] & 0xFF];
        }
    }

    private void difference(int y) {
        int row = rgb.width * 3;
        int frame = rgb.height * row;
        for (int x = 0; x < differences.width; x++) {
            int to = differences.index(0, y, x);
            for (int c = 0; c < 3; c++) {
                int from = offset + 2 * y * row + 6 * x + c;
                int before = square(from, row);
                for (int f = 1; f < FRAMES; f++) {
                    int now = square(from + f * frame, row);
                    differences.data[to + 3 * (f - 1) + c] = now - before;
                    before = now;
                }
            }
        }
    }

    private int square(int at, int row) {
        return (frames[at] & 0xFF) + (frames[at + 3] & 0xFF) + (frames[at + row] & 0xFF)
                + (frames[at + row + 3] & 0xFF);
    }
}
