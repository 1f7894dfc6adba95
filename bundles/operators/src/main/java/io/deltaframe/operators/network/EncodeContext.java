package io.deltaframe.operators.network;

import io.deltaframe.operators.convolution.PackedConvolution;
import io.deltaframe.operators.layout.FeatureMap;
import io.deltaframe.operators.program.ConvolutionStep;
import io.deltaframe.operators.program.FusionStep;
import io.deltaframe.operators.program.InputStep;
import io.deltaframe.operators.program.MaxPoolStep;
import io.deltaframe.operators.program.Program;
import io.deltaframe.operators.program.WorkerPool;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.Taps;

/**
 * The first half of a network for one size of frames: encodes one segment after the other, blind to the others. One
 * segment at a time keeps the maps in the cache; the threads share its pixels. For one caller at a time.
 */
final class EncodeContext {

    private final Program program;
    private final InputStep input;
    private final ConvolutionStep squeezed;
    private final ConvolutionStep projected;
    private final int segmentBytes;

    /**
     * Builds the program.
     *
     * @param network weights
     * @param height  rows of a frame
     * @param width   columns of a frame
     * @param pool    where it runs
     * @param taps    who receives intermediate results
     * @param layout  of features of this size
     */
    EncodeContext(PackedNetwork network, int height, int width, WorkerPool pool, Taps taps, SimdFeatures layout) {
        Architecture architecture = network.architecture();
        float alpha = architecture.fusionAlpha();
        float beta = architecture.fusionBeta();
        segmentBytes = Architecture.FRAMES_PER_SEGMENT * height * width * 3;
        program = new Program(pool, taps);

        FeatureMap rgb = FeatureMap.dense(program.workspace(), 1, height, width, 3, network.rgbStem().padding);
        FeatureMap differences =
                FeatureMap.dense(program.workspace(), 1, height / 2, width / 2, 12, network.differenceStem().padding);
        input = program.add(new InputStep(network.normalization(), rgb, differences));

        FeatureMap shortTerm = stem(network.differenceStem(), differences);
        program.tap("short_term.stem", shortTerm);
        FeatureMap shortTermPool = pool(shortTerm);
        program.tap("short_term.pool", shortTermPool);

        FeatureMap path = pool(stem(network.rgbStem(), rgb));
        program.tap("rgb.pool", path);
        program.add(new FusionStep(path, shortTermPool, alpha, beta, path));

        StageSteps stages = new StageSteps(program);
        FeatureMap branch = stages.append(network.shortTermStage(), shortTermPool);
        program.tap("short_term.layer1", branch);
        FeatureMap stage1 = stages.append(network.stages().getFirst(), path);
        program.tap("layer1_bak", stage1);
        program.add(new FusionStep(stage1, branch, alpha, beta, stage1));

        // What of stage 2 sees one segment only is done here: a window that advances by a segment need not do it again.
        PackedBottleneck next = network.stages().get(1).getFirst();
        squeezed = program.add(ConvolutionStep.of(next.squeeze(), stage1, layout.squeezed(), true, program.im2col()));
        projected = program.add(ConvolutionStep.of(next.projection(), stage1, layout.projected(), false,
                program.im2col()));
        program.allocate();
    }

    private FeatureMap stem(PackedConvolution stem, FeatureMap in) {
        FeatureMap out = Program.outputOf(program.workspace(), stem, in, 1, 1);
        program.add(ConvolutionStep.of(stem, in, out, true, program.im2col()));
        return out;
    }

    private FeatureMap pool(FeatureMap in) {
        FeatureMap out = new FeatureMap(program.workspace(), in.images, (in.height - 1) / 2 + 1, (in.width - 1) / 2 + 1,
                in.channels, 0);
        program.add(new MaxPoolStep(in, out));
        return out;
    }

    /**
     * Encodes segments.
     *
     * @param frames the segments' bytes, one after the other
     * @param into   where their features go
     */
    void encode(byte[] frames, SimdFeatures[] into) {
        for (int s = 0; s < into.length; s++) {
            input.segment(frames, s * segmentBytes);
            squeezed.into(into[s].squeezed().data);
            projected.into(into[s].projected().data);
            program.run();
        }
        input.segment(null, 0);
        squeezed.into(null);
        projected.into(null);
        program.flushTaps();
    }
}
