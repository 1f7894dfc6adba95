package io.deltaframe.tornado.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tiled convolution against its definition, in double precision. */
class ConvolutionKernelTest {

    @ParameterizedTest
    @CsvSource({
        // images, in, height, width, out, kernel, stride, padding, add, relu
        "1, 1, 1, 1, 1, 1, 1, 0, false, false",
        "2, 3, 9, 7, 5, 7, 2, 3, false, true",
        "1, 12, 11, 13, 8, 7, 2, 3, false, true",
        "3, 17, 5, 6, 65, 1, 1, 0, true, true",
        "1, 64, 8, 8, 64, 1, 1, 0, false, false",
        "2, 4, 7, 9, 3, 3, 1, 1, true, false",
        "1, 6, 10, 11, 70, 3, 2, 1, false, true",
        "2, 16, 8, 5, 12, 1, 2, 0, true, true",
    })
    void isAConvolution(int images, int in, int height, int width, int out, int kernel, int stride, int padding,
            boolean add, boolean relu) {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        PlainJavaDevice device = new PlainJavaDevice();
        float[] weight = PlainJavaDevice.random(random, out * in * kernel * kernel);
        float[] bias = PlainJavaDevice.random(random, out);
        float[] input = PlainJavaDevice.random(random, images * in * height * width);
        ConvolutionWeights weights = device.convolution(in, out, kernel, stride, padding, weight, bias);
        MapLayout from = device.map(images, height, width, in, padding, input);
        int outHeight = weights.outputSize(height);
        int outWidth = weights.outputSize(width);
        float[] before = PlainJavaDevice.random(random, images * out * outHeight * outWidth);
        MapLayout to = add ? device.map(images, outHeight, outWidth, out, 1, before) : device.map(images, outHeight,
                outWidth, out, 1);

        device.run(KernelSteps.convolution(weights, from, to, images, add, relu));

        float[] expected = new float[before.length];
        int i = 0;
        for (int n = 0; n < images; n++) {
            for (int o = 0; o < out; o++) {
                for (int y = 0; y < outHeight; y++) {
                    for (int x = 0; x < outWidth; x++) {
                        double sum = bias[o] + (add ? before[i] : 0);
                        for (int k = 0; k < in * kernel * kernel; k++) {
                            int c = k / (kernel * kernel);
                            int row = y * stride - padding + k / kernel % kernel;
                            int column = x * stride - padding + k % kernel;
                            if (row >= 0 && column >= 0 && row < height && column < width) {
                                sum += (double) weight[o * in * kernel * kernel + k]
                                        * input[((n * in + c) * height + row) * width + column];
                            }
                        }
                        expected[i++] = (float) (relu ? Math.max(0, sum) : sum);
                    }
                }
            }
        }
        assertArrayEquals(expected, device.nchw(to), 1e-5f * in * kernel);
        assertTrue(device.borderIsZero(to));
    }

    @Test
    void imagesThatAreNotAskedForAreLeftAlone() {
        PlainJavaDevice device = new PlainJavaDevice();
        ConvolutionWeights weights = device.convolution(1, 1, 1, 1, 0, new float[] {2}, new float[] {1});
        MapLayout from = device.map(3, 1, 2, 1, 0, new float[] {1, 2, 3, 4, 5, 6});
        MapLayout to = device.map(3, 1, 2, 1, 0, new float[] {-1, -1, -1, -1, -1, -1});
        device.run(KernelSteps.convolution(weights, from, to, 2, false, false));
        assertArrayEquals(new float[] {3, 5, 7, 9, -1, -1}, device.nchw(to));
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        PlainJavaDevice device = new PlainJavaDevice();
        ConvolutionWeights weights = device.convolution(1, 1, 3, 1, 1, new float[9], new float[1]);
        MapLayout narrow = device.map(1, 4, 4, 1, 0);
        MapLayout wide = device.map(1, 4, 4, 1, 1);
        assertThrows(IllegalArgumentException.class,
                () -> KernelSteps.convolution(weights, narrow, wide, 1, false, false));
        assertThrows(IllegalArgumentException.class,
                () -> KernelSteps.convolution(weights, wide, device.map(1, 3, 4, 1, 0), 1, false, false));
    }
}
