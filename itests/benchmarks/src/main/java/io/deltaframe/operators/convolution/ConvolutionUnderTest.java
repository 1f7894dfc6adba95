package io.deltaframe.operators.convolution;

import io.deltaframe.benchmarks.Nchw;
import io.deltaframe.operators.layout.CacheLines;
import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.layout.Workspace;
import io.deltaframe.operators.program.ConvolutionStep;
import io.deltaframe.operators.program.Program;
import io.deltaframe.operators.program.RowConvolutionStep;
import io.deltaframe.operators.program.WinogradSteps;
import io.deltaframe.operators.program.WorkerPool;
import io.deltaframe.tdn.Convolution;
import io.deltaframe.tdn.engine.Taps;

/**
 * One convolution of this engine, ready to run as it does in a large network: the only place of this module that knows
 * how the engine makes one.
 */
final class ConvolutionUnderTest {

    private final Program program;
    private final FeatureMap out;

    /**
     * Packs the weights and makes the maps.
     *
     * @param convolution sizes, and what follows the sum
     * @param weights     {@code out x in x kernel x kernel}, and a bias an output channel
     * @param input       {@code images x channels x height x width}
     * @param pool        where it runs
     */
    ConvolutionUnderTest(ConvolutionCase convolution, Convolution.Weights weights, float[] input, WorkerPool pool) {
        Convolution shape = convolution.shape();
        // The stems read maps without padding of the channels
        boolean stem = shape.kernel() == 7;
        program = new Program(pool, Taps.NONE);
        Workspace workspace = program.workspace();
        int images = convolution.images();
        int channels = shape.inChannels();
        FeatureMap in = stem
                ? FeatureMap.dense(workspace, images, convolution.height(), convolution.width(), channels,
                        shape.padding())
                : new FeatureMap(workspace, images, convolution.height(), convolution.width(), channels,
                        shape.padding());
        out = new FeatureMap(workspace, images, convolution.outHeight(), convolution.outWidth(), shape.outChannels(),
                0);
        if (RowConvolution.fits(shape)) {
            WeightStore store = new WeightStore(Math.max(WeightStore.LARGE,
                    CacheLines.rounded(RowConvolution.floats(shape))));
            program.add(new RowConvolutionStep(new RowConvolution(shape, weights, store), in, out, convolution.adds()));
        } else if (WinogradConvolution.fits(shape) && convolution.relu()) {
            WeightStore store = new WeightStore(Math.max(WeightStore.LARGE, WinogradConvolution.floats(shape)));
            WinogradSteps.append(program, new WinogradConvolution(shape, weights, store), in, out);
        } else {
            WeightStore store = new WeightStore(Math.max(WeightStore.LARGE,
                    CacheLines.rounded(PackedConvolution.floats(shape, in.stride))));
            PackedConvolution packed = new PackedConvolution(shape, weights, in.stride, store);
            program.add(convolution.adds()
                    ? ConvolutionStep.adding(packed, in, out, convolution.relu(), program.im2col())
                    : ConvolutionStep.of(packed, in, out, convolution.relu(), program.im2col()));
        }
        program.allocate();
        Nchw.fill(in, input);
    }

    /** Runs it. One that adds does so to the output of its last run. */
    void run() {
        program.run();
    }

    /** {@return the output, {@code images x channels x height x width}} */
    float[] output() {
        return out.toNchw();
    }
}
