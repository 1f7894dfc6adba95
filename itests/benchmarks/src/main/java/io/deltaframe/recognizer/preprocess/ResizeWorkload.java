package io.deltaframe.recognizer.preprocess;

import io.deltaframe.api.Frame;
import io.deltaframe.api.View;
import io.deltaframe.benchmarks.Workload;
import java.util.Random;

/** A frame of 1280x720 to the released test mode's view: short side 256, centre crop 224. */
public final class ResizeWorkload implements Workload {

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final int SIZE = 224;

    private final byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    private final Frame frame;
    private final FrameResizer resizer;
    private final BilinearFilter horizontal;
    private final BilinearFilter vertical;
    private final byte[] narrowed;
    private final byte[] view = new byte[3 * SIZE * SIZE];
    private final byte[] plainView = new byte[3 * SIZE * SIZE];

    /** A frame of noise. */
    public ResizeWorkload() {
        new Random(1).nextBytes(rgb);
        frame = Frame.wrap(WIDTH, HEIGHT, 0, rgb);
        Cropping cropping = Cropping.center(256, SIZE);
        resizer = new FrameResizer(WIDTH, HEIGHT, cropping, new VectorRowSums());
        int width = cropping.resizedWidth(WIDTH, HEIGHT);
        int height = cropping.resizedHeight(WIDTH, HEIGHT);
        horizontal = new BilinearFilter(WIDTH, width, from(cropping.left(View.Crop.CENTER, width)));
        vertical = new BilinearFilter(HEIGHT, height, from(cropping.top(height)));
        narrowed = new byte[3 * SIZE * HEIGHT];
    }

    private static int[] from(int first) {
        int[] positions = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            positions[i] = first + i;
        }
        return positions;
    }

    @Override
    public void engine() {
        resizer.cut(resizer.resize(frame), View.Crop.CENTER, view, 0);
    }

    /** Both passes, a value at a time; weights are made beforehand, as the engine's are. */
    @Override
    public void plain() {
        for (int y = vertical.inputBegin(); y < vertical.inputEnd(); y++) {
            for (int x = 0; x < SIZE; x++) {
                for (int c = 0; c < 3; c++) {
                    narrowed[3 * (y * SIZE + x) + c] = sum(horizontal, x, rgb, 3 * y * WIDTH + c, 3);
                }
            }
        }
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                for (int c = 0; c < 3; c++) {
                    plainView[3 * (y * SIZE + x) + c] = sum(vertical, y, narrowed, 3 * x + c, 3 * SIZE);
                }
            }
        }
    }

    private static byte sum(BilinearFilter axis, int position, byte[] samples, int offset, int step) {
        int sum = BilinearFilter.HALF;
        for (int i = 0; i < axis.count()[position]; i++) {
            sum += (samples[offset + (axis.first()[position]
                    + i) * step] & 0xFF) * axis.weights()[position * axis.taps() + i];
        }
        return (byte) (sum >> BilinearFilter.PRECISION_BITS);
    }

    @Override
    public long bytes() {
        return 3L * WIDTH * HEIGHT + view.length;
    }

    @Override
    public float[] engineResult() {
        return floats(view);
    }

    @Override
    public float[] plainResult() {
        return floats(plainView);
    }

    private static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[i] & 0xFF;
        }
        return values;
    }
}
