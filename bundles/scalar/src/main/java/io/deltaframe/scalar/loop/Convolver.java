package io.deltaframe.scalar.loop;

import java.util.Arrays;

/**
 * Computes convolutions: some pixels of some outputs a task. The inputs of these pixels are gathered, a row for each
 * weight, and every output is a sum of rows times weights. For one caller at a time.
 */
public final class Convolver {

    /** Pixels, rows and outputs of a task at most: both buffers, of 128 KB each, stay in the second-level cache. */
    private static final int PIXELS = 512;
    private static final int ROWS = 64;
    private static final int OUTPUTS = 64;

    private static final int STEP = PlaneConvolution.STEP;

    private final WorkerTeam team;
    private final float[][][] rows;
    private final float[][][] sums;

    /**
     * Allocates the buffers.
     *
     * @param team where it runs
     */
    public Convolver(WorkerTeam team) {
        this.team = team;
        rows = new float[team.threads()][ROWS][PIXELS];
        sums = new float[team.threads()][OUTPUTS][PIXELS];
    }

    /**
     * Convolves.
     *
     * @param convolution weights
     * @param in          input
     * @param added       of the output's size, added to the result, or null; may be the output itself
     * @param relu        whether what is negative becomes zero
     * @param out         output
     */
    public void convolve(PlaneConvolution convolution, Planes in, Planes added, boolean relu, Planes out) {
        int pixels = out.pixels();
        int blocks = Math.ceilDiv(pixels, PIXELS);
        int block = Math.ceilDiv(pixels, blocks);
        int groups = Math.ceilDiv(convolution.outChannels, OUTPUTS);
        team.run(blocks * groups, (task, slot) -> {
            int from = task / groups * block;
            int first = task % groups * OUTPUTS;
            compute(convolution, in, added, relu, out, from, Math.min(from + block, pixels), first,
                    Math.min(first + OUTPUTS, convolution.outChannels), rows[slot], sums[slot]);
        });
    }

    private static void compute(PlaneConvolution convolution, Planes in, Planes added, boolean relu, Planes out,
            int from, int to, int first, int last, float[][] rows, float[][] sums) {
        int pixels = to - from;
        for (int o = first; o < last; o++) {
            float[] sum = sums[o - first];
            if (added == null) {
                Arrays.fill(sum, 0, pixels, convolution.bias[o]);
            } else {
                System.arraycopy(added.values[o], from, sum, 0, pixels);
                add(sum, convolution.bias[o], pixels);
            }
        }
        for (int input = 0; input < convolution.row; input += ROWS) {
            int count = Math.min(ROWS, convolution.row - input);
            for (int r = 0; r < count; r++) {
                gather(convolution, in, input + r, out, from, to, rows[r]);
            }
            for (int o = first; o < last; o++) {
                for (int r = 0; r < count; r += STEP) {
                    accumulate(sums[o - first], rows[r], rows[r + 1], rows[r + 2], rows[r + 3], rows[r + 4],
                            rows[r + 5], rows[r + 6], rows[r + 7], convolution.weights,
                            o * convolution.row + input + r, pixels);
                }
            }
        }
        for (int o = first; o < last; o++) {
            float[] sum = sums[o - first];
            if (relu) {
                rectify(sum, pixels);
            }
            System.arraycopy(sum, 0, out.values[o], from, pixels);
        }
    }

    /**
     * Adds eight rows times their weights. All arrays are read and written at the same index, and only one is written:
     * with two, C2 does not vectorise any more. No {@code Math.fma}, which takes microseconds where the processor has
     * no such instruction, and brings nothing here: the loop waits for memory.
     */
    private static void accumulate(float[] sum, float[] a, float[] b, float[] c, float[] d, float[] e, float[] f,
            float[] g, float[] h, float[] weights, int at, int pixels) {
        float wa = weights[at];
        float wb = weights[at + 1];
        float wc = weights[at + 2];
        float wd = weights[at + 3];
        float we = weights[at + 4];
        float wf = weights[at + 5];
        float wg = weights[at + 6];
        float wh = weights[at + 7];
        for (int p = 0; p < pixels; p++) {
            sum[p] += wa * a[p] + wb * b[p] + wc * c[p] + wd * d[p] + we * e[p] + wf * f[p] + wg * g[p] + wh * h[p];
        }
    }

    private static void add(float[] sum, float value, int pixels) {
        for (int p = 0; p < pixels; p++) {
            sum[p] += value;
        }
    }

    private static void rectify(float[] sum, int pixels) {
        for (int p = 0; p < pixels; p++) {
            sum[p] = Math.max(sum[p], 0);
        }
    }

    /** Gathers the inputs that a weight is for: zeros outside of the image, and for weights that are padding. */
    private static void gather(PlaneConvolution convolution, Planes in, int input, Planes out, int from, int to,
            float[] row) {
        if (input >= convolution.inputs) {
            Arrays.fill(row, 0, to - from, 0);
            return;
        }
        int taps = convolution.kernel * convolution.kernel;
        float[] plane = in.values[input / taps];
        if (taps == 1 && convolution.stride == 1) {
            System.arraycopy(plane, from, row, 0, to - from);
            return;
        }
        int dy = input % taps / convolution.kernel - convolution.padding;
        int dx = input % convolution.kernel - convolution.padding;
        int line = from / out.width;
        int x = from % out.width;
        for (int at = 0; at < to - from; line++) {
            int count = Math.min(out.width - x, to - from - at);
            int y = line % out.height * convolution.stride + dy;
            if (y < 0 || y >= in.height) {
                Arrays.fill(row, at, at + count, 0);
            } else {
                int image = line / out.height;
                gatherLine(plane, (image * in.height + y) * in.width, in.width, x * convolution.stride + dx,
                        convolution.stride, row, at, count);
            }
            at += count;
            x = 0;
        }
    }

    private static void gatherLine(float[] plane, int line, int width, int x, int stride, float[] row, int at,
            int count) {
        // The first pixel inside of the image, and the first behind it.
        int begin = Math.min(count, x >= 0 ? 0 : Math.ceilDiv(-x, stride));
        int end = Math.max(begin, Math.min(count, Math.ceilDiv(width - x, stride)));
        Arrays.fill(row, at, at + begin, 0);
        if (stride == 1) {
            System.arraycopy(plane, line + x + begin, row, at + begin, end - begin);
        } else {
            for (int i = begin; i < end; i++) {
                row[at + i] = plane[line + x + i * stride];
            }
        }
        Arrays.fill(row, at + end, at + count, 0);
    }
}
