package io.deltaframe.operators.convolution;

import static io.deltaframe.operators.convolution.WinogradConvolution.IN;
import static io.deltaframe.operators.convolution.WinogradConvolution.OUT;
import static io.deltaframe.operators.convolution.WinogradConvolution.POINTS;
import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/**
 * The transforms of a Winograd convolution, a tile at a time: first along columns, then along rows. The loops over
 * channels are innermost, so that few streams of memory are read or written at once: the 36 planes of a tile lie far
 * apart.
 */
public final class WinogradTransform {

    private static final FloatVector ZERO = FloatVector.zero(SPECIES);

    private WinogradTransform() { }

    /**
     * {@return floats a thread needs beside: for 6x4 values half-way back and 4x4 results, more than for 6x6 half-way
     * forth}
     *
     * @param stride the larger of a pixel's floats in the input and in the output
     */
    static int scratch(int stride) {
        return (IN + OUT) * OUT * stride;
    }

    /**
     * Transforms the 6x6 inputs of a tile.
     *
     * @param tiling  where they are
     * @param tile    number of the tile, over all images
     * @param data    where the 36 results go
     * @param at      place of the first
     * @param plane   floats from one to the next
     * @param scratch place in the same array, see {@link #scratch}
     */
    public static void input(WinogradTiling tiling, int tile, float[] data, int at, int plane, int scratch) {
        float[] in = tiling.in.data;
        int stride = tiling.in.stride;
        int image = tile / tiling.tilesPerImage * tiling.in.imageStride();
        int[] positions = tiling.inputs;
        int first = tile % tiling.tilesPerImage * POINTS;
        for (int j = first; j < first + IN; j++) {
            forward(in, image + positions[j], image + positions[j + IN], image + positions[j + 2 * IN],
                    image + positions[j + 3 * IN], image + positions[j + 4 * IN], image + positions[j + 5 * IN], stride,
                    data, scratch + (j - first) * stride, IN * stride);
        }
        for (int i = 0; i < POINTS; i += IN) {
            int from = scratch + i * stride;
            forward(data, from, from + stride, from + 2 * stride, from + 3 * stride, from + 4 * stride,
                    from + 5 * stride, stride, data, at + i * plane, plane);
        }
    }

    /** B transposed, of the paper, times six values, channel by channel. */
    private static void forward(float[] from, int p0, int p1, int p2, int p3, int p4, int p5, int channels,
                                float[] to, int at, int step) {
        for (int c = 0; c < channels; c += L) {
            FloatVector d1 = FloatVector.fromArray(SPECIES, from, p1 + c);
            FloatVector d2 = FloatVector.fromArray(SPECIES, from, p2 + c);
            FloatVector d3 = FloatVector.fromArray(SPECIES, from, p3 + c);
            FloatVector d4 = FloatVector.fromArray(SPECIES, from, p4 + c);
            FloatVector even = d4.sub(d2.mul(4f));
            FloatVector odd = d3.sub(d1.mul(4f));
            FloatVector near = d4.sub(d2);
            FloatVector far = d3.sub(d1).mul(2f);
            FloatVector.fromArray(SPECIES, from, p0 + c).mul(4f).sub(d2.mul(5f)).add(d4).intoArray(to, at + c);
            even.add(odd).intoArray(to, at + step + c);
            even.sub(odd).intoArray(to, at + 2 * step + c);
            near.add(far).intoArray(to, at + 3 * step + c);
            near.sub(far).intoArray(to, at + 4 * step + c);
            d1.mul(4f).sub(d3.mul(5f)).add(FloatVector.fromArray(SPECIES, from, p5 + c))
                    .intoArray(to, at + 5 * step + c);
        }
    }

    /**
     * Transforms the 36 products of a tile back, adds bias and ReLU, and writes what lies inside the map.
     *
     * @param tiling  where the outputs go
     * @param tile    number of the tile, over all images
     * @param data    the products
     * @param at      place of the first
     * @param plane   floats from one to the next
     * @param bias    one value a channel
     * @param scratch place in the same array, see {@link #scratch}
     */
    public static void output(WinogradTiling tiling, int tile, float[] data, int at, int plane, float[] bias,
            int scratch) {
        int stride = tiling.out.stride;
        for (int j = 0; j < IN; j++) {
            int from = at + j * plane;
            backward(data, from, from + IN * plane, from + 2 * IN * plane, from + 3 * IN * plane, from + 4 * IN * plane,
                    from + 5 * IN * plane, stride, data, scratch + j * stride, IN * stride);
        }
        int results = scratch + IN * OUT * stride;
        for (int i = 0; i < OUT; i++) {
            int from = scratch + i * IN * stride;
            backward(data, from, from + stride, from + 2 * stride, from + 3 * stride, from + 4 * stride,
                    from + 5 * stride, stride, data, results + i * OUT * stride, stride);
        }
        int image = tile / tiling.tilesPerImage * tiling.out.imageStride();
        int first = tile % tiling.tilesPerImage * OUT * OUT;
        for (int i = 0; i < OUT * OUT; i++) {
            int position = tiling.outputs[first + i];
            if (position >= 0) {
                write(data, results + i * stride, bias, tiling.out.data, image + position, stride);
            }
        }
    }

    /** A transposed, of the paper, times six values, channel by channel. */
    private static void backward(float[] from, int p0, int p1, int p2, int p3, int p4, int p5, int channels,
                                 float[] to, int at, int step) {
        for (int c = 0; c < channels; c += L) {
            FloatVector m1 = FloatVector.fromArray(SPECIES, from, p1 + c);
            FloatVector m2 = FloatVector.fromArray(SPECIES, from, p2 + c);
            FloatVector m3 = FloatVector.fromArray(SPECIES, from, p3 + c);
            FloatVector m4 = FloatVector.fromArray(SPECIES, from, p4 + c);
            FloatVector sum12 = m1.add(m2);
            FloatVector sum34 = m3.add(m4);
            FloatVector difference12 = m1.sub(m2);
            FloatVector difference34 = m3.sub(m4);
            FloatVector.fromArray(SPECIES, from, p0 + c).add(sum12).add(sum34).intoArray(to, at + c);
            difference12.add(difference34.mul(2f)).intoArray(to, at + step + c);
            sum12.add(sum34.mul(4f)).intoArray(to, at + 2 * step + c);
            difference12.add(difference34.mul(8f)).add(FloatVector.fromArray(SPECIES, from, p5 + c))
                    .intoArray(to, at + 3 * step + c);
        }
    }

    private static void write(float[] from, int at, float[] bias, float[] out, int position, int channels) {
        for (int c = 0; c < channels; c += L) {
            FloatVector sum = FloatVector.fromArray(SPECIES, from, at + c).add(FloatVector.fromArray(SPECIES, bias, c));
            sum.blend(ZERO, sum.compare(LT, ZERO)).intoArray(out, position + c);
        }
    }
}
