package io.deltaframe.tornado.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.tdn.Convolution;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tornado.kernels.OperatorLibrary.Size;
import io.deltaframe.tornado.kernels.OperatorLibrary.StemInputs;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;

/** Every kernel against the operator library, over sizes that fill no work group. */
class OperatorKernelsTest {

    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private final PlainJavaDevice device = new PlainJavaDevice();

    @ParameterizedTest
    @CsvSource({
        // images, in, height, width, out, kernel, stride, padding, add, relu
        "1, 1, 1, 1, 1, 1, 1, 0, false, false", "2, 3, 9, 7, 5, 7, 2, 3, false, true",
                "3, 17, 5, 6, 65, 1, 1, 0, true, true",
        "1, 33, 8, 5, 12, 3, 2, 1, true, false", "2, 16, 8, 5, 12, 1, 2, 0, false, true",
        "1, 12, 6, 6, 130, 3, 1, 1, false, true"})
    void convolution(int images, int in, int height, int width, int out, int kernel, int stride, int padding,
            boolean add, boolean relu) {
        Convolution.Weights values = new Convolution.Weights(values(out * in * kernel * kernel), values(out));
        Convolution shape = new Convolution("test", in, out, kernel, stride, padding, 1, () -> values);
        Size size = new Size(images, in, height, width);
        float[] input = values(size.values());
        ConvolutionWeights weights = device.convolution(in, out, kernel, stride, padding, values.weight(),
                values.bias());
        MapLayout from = device.map(images, height, width, in, padding, input);
        int outHeight = weights.outputSize(height);
        int outWidth = weights.outputSize(width);
        float[] before = values(images * out * outHeight * outWidth);
        MapLayout to = add ? device.map(images, outHeight, outWidth, out, 1, before) : device.map(images, outHeight,
                outWidth, out, 1);
        device.run(KernelSteps.convolution(weights, from, to, images, add, relu));
        assertClose(OperatorLibrary.convolution(shape, values, input, size, add ? before : null, relu), to);
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "5, 7", "9, 4", "16, 31"})
    void stemInputs(int height, int width) {
        int bytes = 15 * height * width;
        ByteArray frames = new ByteArray(bytes);
        byte[] segment = new byte[bytes];
        random.nextBytes(segment);
        // All that bytes can be, where differences are largest.
        segment[0] = -1;
        segment[3 * height * width] = 0;
        for (int i = 0; i < bytes; i++) {
            frames.set(i, segment[i]);
        }
        Normalization normalization = Normalization.IMAGENET;
        float[] constants = new float[6];
        for (int c = 0; c < 3; c++) {
            constants[c] = 1 / (255 * normalization.std().get(c));
            constants[c + 3] = -normalization.mean().get(c) / normalization.std().get(c);
        }
        int at = device.constants(constants);
        MapLayout rgb = device.map(2, height, width, 3, 3);
        MapLayout differences = device.map(2, height / 2, width / 2, 12, 3);
        for (int image = 0; image < 2; image++) {
            device.run(KernelSteps.normalize(2, at, rgb, image), frames);
            device.run(KernelSteps.frameDifference(height, width, differences, image), frames);
        }
        StemInputs expected = OperatorLibrary.stemInputs(segment, normalization, height, width);
        assertClose(twice(expected.rgb()), rgb);
        assertClose(twice(expected.differences()), differences);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "2, 3, 2, 9", "3, 5, 7, 8", "1, 17, 14, 15"})
    void maxPool(int images, int channels, int height, int width) {
        Size size = new Size(images, channels, height, width);
        float[] input = values(size.values());
        for (int i = 0; i < input.length; i++) {
            input[i] = Math.max(0, input[i]);
        }
        MapLayout out = device.map(images, (height - 1) / 2 + 1, (width - 1) / 2 + 1, channels, 1);
        device.run(KernelSteps.maxPool(device.map(images, height, width, channels, 1, input), out, images));
        assertClose(OperatorLibrary.maxPool(input, size), out);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2, 2", "2, 3, 3, 9", "4, 5, 7, 8", "1, 17, 15, 14"})
    void halvingAndUpsampling(int images, int channels, int height, int width) {
        Size size = new Size(images, channels, height, width);
        float[] input = values(size.values());
        MapLayout in = device.map(images, height, width, channels, 1, input);
        MapLayout bordered = device.map(images, height / 2, width / 2, channels, 1);
        device.run(KernelSteps.averagePool(in, bordered, images));
        float[] half = OperatorLibrary.averagePool(input, size);
        assertClose(half, bordered);

        MapLayout dense = device.map(images, height / 2, width / 2, channels, 0, half);
        MapLayout back = device.map(images, height, width, channels, 0);
        device.run(KernelSteps.upsample(dense, back, images));
        assertClose(OperatorLibrary.upsample(half, new Size(images, channels, height / 2, width / 2), height, width),
                back);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 3, 1, 1", "9, 7, 5, 3, 2", "16, 14, 13, 7, 6", "5, 29, 3, 14, 1"})
    void fusion(int channels, int height, int width, int branchHeight, int branchWidth) {
        Size size = new Size(1, channels, height, width);
        Size branchSize = new Size(1, channels, branchHeight, branchWidth);
        float[][] rgb = {values(size.values()), values(size.values())};
        float[][] branch = {values(branchSize.values()), values(branchSize.values())};
        MapLayout path = device.map(2, height, width, channels, 0, concat(rgb));
        MapLayout second = device.map(2, branchHeight, branchWidth, channels, 0, concat(branch));
        MapLayout out = device.map(2, height, width, channels, 0);
        // The images change places.
        int[] outputs = {out.origin() + out.image(), out.origin()};
        device.run(KernelSteps.fuse(path, second, device.constants(0.75f, 0.25f), outputs));
        assertClose(concat(OperatorLibrary.fuse(rgb[1], size, branch[1], branchSize, 0.75f, 0.25f),
                OperatorLibrary.fuse(rgb[0], size, branch[0], branchSize, 0.75f, 0.25f)), out);
    }

    @Test
    void gatheringBringsImagesTogether() {
        MapLayout from = device.map(3, 2, 3, 2, 0, values(36));
        float[] input = device.nchw(from);
        MapLayout out = device.map(4, 2, 3, 2, 0);
        device.run(KernelSteps.gather(new int[] {from.base() + 2 * from.image(), from.base(), from.base()}, out));
        float[] expected = new float[48];
        System.arraycopy(input, 24, expected, 0, 12);
        System.arraycopy(input, 0, expected, 12, 12);
        System.arraycopy(input, 0, expected, 24, 12);
        Arrays.fill(expected, 36, 48, Float.NaN);
        assertArrayEquals(expected, device.nchw(out));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1, 1", "2, 2, 1, 3, 4", "8, 2, 5, 4, 3", "3, 3, 17, 7, 5"})
    void longTermPart(int segments, int clips, int channels, int height, int width) {
        int images = segments * clips;
        int squeezed = channels / 2 + 1;
        Size zSize = new Size(segments, squeezed, height, width);
        Size xSize = new Size(segments, channels, height, width);
        Size scalesSize = new Size(2 * segments, squeezed, height, width);
        float[] depthwise = values(9 * squeezed);
        float[] mixing = values(3 * channels);
        Convolution.Weights expandValues = new Convolution.Weights(values(channels * squeezed), values(channels));
        Convolution expand = new Convolution("expand", squeezed, channels, 1, 1, 0, 1, () -> expandValues);

        float[][] z = new float[clips][];
        float[][] x = new float[clips][];
        float[][] differences = new float[clips][];
        float[][] excited = new float[clips][];
        float[][] mixed = new float[clips][];
        for (int clip = 0; clip < clips; clip++) {
            z[clip] = values(zSize.values());
            x[clip] = values(xSize.values());
            differences[clip] = OperatorLibrary.segmentDifferences(depthwise, z[clip], zSize);
            excited[clip] = OperatorLibrary.excite(expand, expandValues, differences[clip], scalesSize, x[clip], xSize);
            mixed[clip] = OperatorLibrary.temporalConvolution(mixing, excited[clip], xSize);
        }

        MapLayout squeezedMap = device.map(images, height, width, squeezed, 1, concat(z));
        MapLayout differenceMap = device.map(2 * images, height, width, squeezed, 0);
        device.run(KernelSteps.segmentDifference(squeezedMap, differenceMap, images, segments,
                device.constants(tapMajor(depthwise, squeezed))));
        assertClose(concat(concat(parts(differences, 0)), concat(parts(differences, 1))), differenceMap);

        MapLayout expanded = device.map(2 * images, height, width, channels, 0);
        ConvolutionWeights weights = device.convolution(squeezed, channels, 1, 1, 0, expandValues.weight(),
                expandValues.bias());
        device.run(KernelSteps.convolution(weights, differenceMap, expanded, 2 * images, false, false));
        MapLayout xMap = device.map(images, height, width, channels, 0, concat(x));
        device.run(KernelSteps.excite(xMap, expanded, images));
        assertClose(concat(excited), xMap);

        MapLayout out = device.map(images, height, width, channels, 1);
        device.run(KernelSteps.temporalConvolution(xMap, out, images, segments,
                device.constants(tapMajor(mixing, channels))));
        assertClose(concat(mixed), out);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1, 1, 1", "8, 2, 17, 3, 2, 5", "3, 3, 70, 2, 4, 3"})
    void head(int segments, int clips, int features, int height, int width, int classes) {
        Size size = new Size(segments, features, height, width);
        Convolution.Weights classifier = new Convolution.Weights(values(classes * features), values(classes));
        float[][] maps = new float[clips][];
        float[][] logits = new float[clips][];
        for (int clip = 0; clip < clips; clip++) {
            maps[clip] = values(size.values());
            logits[clip] = OperatorLibrary.classify(classifier, maps[clip], size);
        }
        MapLayout in = device.map(clips * segments, height, width, features, 0, concat(maps));
        MapLayout means = device.map(clips * segments, 1, 1, features, 0);
        device.run(KernelSteps.globalAveragePool(in, means, clips * segments));
        MapLayout consensus = device.map(clips, 1, 1, features, 0);
        device.run(KernelSteps.consensus(means, consensus, clips, segments));
        MapLayout out = device.map(clips, 1, 1, classes, 0);
        ConvolutionWeights weights = device.convolution(features, classes, 1, 1, 0, classifier.weight(),
                classifier.bias());
        device.run(KernelSteps.convolution(weights, consensus, out, clips, false, false));
        assertClose(concat(logits), out);

        device.run(KernelSteps.logits(out, clips));
        for (int i = 0; i < clips * classes; i++) {
            assertEquals(device.nchw(out)[i], device.logits.get(i));
        }
        assertTrue(Float.isNaN(device.logits.get(clips * classes)), "nothing is written behind the last logit");
    }

    @Test
    void clearingWritesZerosAndNothingElse() {
        MapLayout map = device.map(1, 10, 30, 1, 0, values(300));
        float[] before = device.nchw(map);
        device.run(KernelSteps.clear(map.base() + 7, 200));
        Arrays.fill(before, 7, 207, 0);
        assertArrayEquals(before, device.nchw(map));
    }

    @Test
    void mapsWithBordersAreRefusedWhereNoneMayBe() {
        MapLayout bordered = device.map(1, 4, 4, 1, 1);
        MapLayout dense = device.map(1, 4, 4, 1, 0);
        assertThrows(IllegalArgumentException.class, () -> KernelSteps.upsample(bordered, dense, 1));
        assertThrows(IllegalArgumentException.class, () -> KernelSteps.fuse(dense, bordered, 0, new int[1]));
        assertThrows(IllegalArgumentException.class, () -> KernelSteps.maxPool(dense, dense, 1));
        assertThrows(IllegalArgumentException.class, () -> new MapLayout(0, 1, 0, 4, 1, 0));
    }

    private float[] values(int length) {
        return PlainJavaDevice.random(random, length);
    }

    private void assertClose(float[] expected, MapLayout actual) {
        float most = 1e-30f;
        for (float value : expected) {
            most = Math.max(most, Math.abs(value));
        }
        assertArrayEquals(expected, device.nchw(actual), 1e-5f * most);
        assertTrue(device.borderIsZero(actual), "the border must stay zero");
    }

    private static float[] concat(float[]... parts) {
        int length = 0;
        for (float[] part : parts) {
            length += part.length;
        }
        float[] all = new float[length];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static float[] twice(float[] values) {
        return concat(values, values);
    }

    /** The first or second half of each. */
    private static float[][] parts(float[][] values, int half) {
        return Arrays.stream(values).map(v -> Arrays.copyOfRange(v, half * v.length / 2, (half + 1) * v.length / 2))
                .toArray(float[][]::new);
    }

    private static float[] tapMajor(float[] weights, int channels) {
        int taps = weights.length / channels;
        float[] packed = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            packed[i % taps * channels + i / taps] = weights[i];
        }
        return packed;
    }
}
