package io.deltaframe.tornado.weights;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.Convolution;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tornado.kernels.ConvolutionWeights;
import java.util.List;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * A network's weights in one array, and where in it each layer finds its own. Not changed after loading.
 *
 * @param architecture   shape of the network
 * @param array          all weights
 * @param normalization  position of three scales and three shifts, from bytes to the network's input
 * @param fusion         position of the shares of the RGB path and of the short-term branch
 * @param rgbStem        7x7 on the normalised middle frame
 * @param differenceStem 7x7 on sums of frame differences
 * @param shortTermStage the short-term branch's own first stage
 * @param stages         stages 1 to 4
 * @param head           the classifier, as a 1x1 convolution
 */
public record NetworkWeights(Architecture architecture, FloatArray array, int normalization, int fusion,
        ConvolutionWeights rgbStem,
                      ConvolutionWeights differenceStem, List<BottleneckWeights> shortTermStage,
                      List<List<BottleneckWeights>> stages, ConvolutionWeights head) {

    /**
     * Reads all weights.
     *
     * @param plan the network
     * @return its weights
     * @throws CheckpointException if they cannot be read
     */
    public static NetworkWeights load(NetworkPlan plan) throws CheckpointException {
        WeightArrayBuilder memory = new WeightArrayBuilder();
        Architecture architecture = plan.architecture();
        int normalization = memory.constants(6, () -> scalesAndShifts(plan.normalization()));
        int fusion = memory.constants(2, () -> new float[] {architecture.fusionAlpha(), architecture.fusionBeta()});
        ConvolutionWeights rgbStem = memory.convolution(plan.rgbStem());
        ConvolutionWeights differenceStem = memory.convolution(plan.differenceStem());
        List<BottleneckWeights> shortTermStage = BottleneckWeights.place(plan.shortTermStage(), memory);
        List<List<BottleneckWeights>> stages = List.of(BottleneckWeights.place(plan.stage(1), memory),
                BottleneckWeights.place(plan.stage(2), memory), BottleneckWeights.place(plan.stage(3), memory),
                BottleneckWeights.place(plan.stage(4), memory));
        Convolution classifier = new Convolution("new_fc", plan.features(), architecture.classes(), 1, 1, 0, 1,
                plan::loadHead);
        ConvolutionWeights head = memory.convolution(classifier);
        return new NetworkWeights(architecture, memory.load(), normalization, fusion, rgbStem, differenceStem,
                shortTermStage, stages, head);
    }

    private static float[] scalesAndShifts(Normalization normalization) {
        float[] constants = new float[6];
        for (int c = 0; c < 3; c++) {
            constants[c] = (float) (1 / (255.0 * normalization.std().get(c)));
            constants[c + 3] = -normalization.mean().get(c) / normalization.std().get(c);
        }
        return constants;
    }
}
