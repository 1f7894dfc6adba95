package io.deltaframe.operators.convolution;

import static org.junit.jupiter.api.Assumptions.abort;

import io.deltaframe.benchmarks.Agreement;
import io.deltaframe.benchmarks.Nchw;
import io.deltaframe.operators.program.WorkerPool;
import io.deltaframe.tdn.Convolution;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is compared computes the same: our convolutions and oneDNN's. */
class ConvolutionPeersTest {

    private static final WorkerPool POOL = new WorkerPool(2);

    @BeforeAll
    static void needOneDnn() {
        try {
            OneDnnConvolution.version();
        } catch (LinkageError e) {
            System.out.println("skipped: oneDNN's preset has no natives for this platform here: " + e.getMessage());
            abort("no natives of oneDNN");
        }
    }

    @AfterAll
    static void close() {
        POOL.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 64, 7, 2, 31, 45, false, true", "2, 12, 24, 7, 2, 17, 16, false, true",
            "3, 64, 64, 3, 1, 13, 9, false, true", "2, 32, 48, 3, 2, 15, 8, false, true",
            "1, 40, 136, 1, 1, 7, 5, true, true", "2, 64, 96, 1, 2, 9, 11, false, false",
            "4, 8, 8, 3, 1, 6, 7, true, false", "1, 16, 8, 3, 1, 3, 3, false, false"})
    void computeTheSame(int images, int in, int out, int kernel, int stride, int height, int width, boolean adds,
            boolean relu) {
        Random random = new Random(in * 31 + out);
        Convolution.Weights weights = new Convolution.Weights(
                Nchw.random(random, out * in * kernel * kernel, (float) (1 / Math.sqrt(in * kernel * kernel))),
                Nchw.random(random, out, 1));
        Convolution shape = new Convolution("test", in, out, kernel, stride, kernel / 2, 1, () -> weights);
        ConvolutionCase convolution = new ConvolutionCase(shape, images, height, width, adds, relu);
        float[] input = Nchw.random(random, convolution.inputs(), 1);
        ConvolutionUnderTest ours = new ConvolutionUnderTest(convolution, weights, input, POOL);
        try (OneDnnConvolution peer = new OneDnnConvolution(convolution, weights, input)) {
            // Twice: one that adds must do so to what it left
            for (int run = 0; run < 2; run++) {
                ours.run();
                peer.run();
            }
            Agreement.assertClose(peer.output(), ours.output());
        }
    }
}
