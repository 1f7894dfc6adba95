package io.deltaframe.tdn;

import io.deltaframe.tdn.Bottleneck.LongTerm;
import io.deltaframe.tdn.Bottleneck.MotionExcitation;
import io.deltaframe.tdn.Bottleneck.TemporalConvolution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A TDN as an ordered plan, ready for an engine. In the order of the forward pass, with {@code a} and {@code b} the
 * architecture's {@linkplain Architecture#fusionAlpha shares}:
 *
 * <pre>
 * encode, segment by segment:
 *   d  = maxpool3x3/2(relu(differenceStem(sums over 2x2 pixels of four frame differences)))
 *   y  = maxpool3x3/2(relu(rgbStem(normalised middle frame)))
 *   y  = a * y + b * nearest(d)
 *   y  = a * stage1(y) + b * nearest(shortTermStage(d))
 * classify, a clip at a time:
 *   y  = stage4(stage3(stage2(y)))
 *   logits = mean over segments of head(mean over pixels of y)
 * </pre>
 *
 * Weights are read from the checkpoint when an engine loads them, one convolution at a time.
 */
public final class NetworkPlan {

    private static final double BATCH_NORM_EPSILON = 1e-5;

    private final Architecture architecture;
    private final Normalization normalization;
    private final Checkpoint checkpoint;
    private final Convolution rgbStem;
    private final Convolution differenceStem;
    private final List<Bottleneck> shortTermStage;
    private final List<List<Bottleneck>> stages;

    /**
     * Plans a network.
     *
     * @param architecture  read off the checkpoint's tensors
     * @param normalization of the input
     * @param checkpoint    where the weights are; must stay open until an engine has compiled the plan
     */
    public NetworkPlan(Architecture architecture, Normalization normalization, Checkpoint checkpoint) {
        this.architecture = architecture;
        this.normalization = normalization;
        this.checkpoint = checkpoint;
        int width = architecture.width();
        this.rgbStem = convolution("base_model.conv1", "base_model.bn1", 3, width, 7, 2, 3);
        this.differenceStem = convolution("base_model.conv1_5.0", "base_model.conv1_5.1", 12, width, 7, 2, 3)
                .map(this::foldNormalization);
        this.shortTermStage = stage("base_model.resnext_layer1", width, width, architecture.depths().get(0), 1, false);
        List<List<Bottleneck>> all = new ArrayList<>();
        int channels = width;
        for (int s = 0; s < 4; s++) {
            int planes = width << s;
            all.add(stage("base_model.layer" + (s + 1) + "_bak", channels, planes, architecture.depths().get(s),
                    s == 0 ? 1 : 2, s > 0));
            channels = 4 * planes;
        }
        this.stages = List.copyOf(all);
    }

    /** {@return the architecture} */
    public Architecture architecture() {
        return architecture;
    }

    /** {@return how bytes become the network's input} */
    public Normalization normalization() {
        return normalization;
    }

    /** {@return the stem of the RGB path, {@code conv1}: 3 channels in, ReLU after it} */
    public Convolution rgbStem() {
        return rgbStem;
    }

    /**
     * {@return the stem of the short-term path, {@code conv1_5}: 12 channels in, ReLU after it}
     *
     * <p>In the released code these are four differences of normalised frames, later minus earlier, each with three
     * colours, averaged over 2x2 pixels. Here they are sums of bytes over 2x2 pixels, later minus earlier: the mean of
     * the normalisation cancels, and its deviation and the average are folded into the weights, for each colour
     * {@code w' = w / (4 * 255 * std)}.
     */
    public Convolution differenceStem() {
        return differenceStem;
    }

    /** {@return the short-term branch's own first stage, {@code resnext_layer1}} */
    public List<Bottleneck> shortTermStage() {
        return shortTermStage;
    }

    /**
     * {@return the bottlenecks of a stage}
     *
     * @param number 1 to 4
     */
    public List<Bottleneck> stage(int number) {
        return stages.get(number - 1);
    }

    /** {@return features a segment, the input of the head: 32 times the width} */
    public int features() {
        return architecture.features();
    }

    /**
     * Reads the head, {@code new_fc}.
     *
     * @return {@code classes x features} weights and a bias a class
     * @throws CheckpointException if it cannot be read, or was not written: its weights or their end are zeros
     */
    public Convolution.Weights loadHead() throws CheckpointException {
        return new Convolution.Weights(WeightChecks.head(checkpoint, "new_fc.weight"),
                checkpoint.read("new_fc.bias"));
    }

    private List<Bottleneck> stage(String name, int channels, int planes, int depth, int stride, boolean longTerm) {
        List<Bottleneck> bottlenecks = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            int in = i == 0 ? channels : 4 * planes;
            bottlenecks.add(bottleneck(name + "." + i, in, planes, i == 0 ? stride : 1, longTerm));
        }
        return List.copyOf(bottlenecks);
    }

    private Bottleneck bottleneck(String name, int in, int planes, int stride, boolean longTerm) {
        boolean project = stride != 1 || in != 4 * planes;
        return new Bottleneck(name,
                convolution(name + ".conv1", name + ".bn1", in, planes, 1, 1, 0),
                longTerm ? Optional.of(longTerm(name, planes)) : Optional.empty(),
                convolution(name + ".conv2", name + ".bn2", planes, planes, 3, stride, 1),
                convolution(name + ".conv3", name + ".bn3", planes, 4 * planes, 1, 1, 0),
                project ? Optional.of(convolution(name + ".downsample.0", name + ".downsample.1", in, 4 * planes, 1,
                        stride, 0)) : Optional.empty());
    }

    private LongTerm longTerm(String name, int channels) {
        String mse = name + ".mse";
        int squeezed = channels / 16;
        String temporal = name + ".shift.conv";
        return new LongTerm(
                MotionExcitation.fold(
                        convolution(mse + ".conv1", mse + ".bn1", channels, squeezed, 1, 1, 0),
                        new Convolution(mse + ".conv2", squeezed, squeezed, 3, 1, 1, squeezed,
                                () -> new Convolution.Weights(
                                        WeightChecks.convolution(checkpoint, mse + ".conv2.weight"),
                                        new float[squeezed])),
                        convolution(mse + ".conv3_smallscale2", mse + ".bn3_smallscale2", squeezed, squeezed, 3, 1, 1),
                        convolution(mse + ".conv3_smallscale4", mse + ".bn3_smallscale4", squeezed, squeezed, 3, 1, 1),
                        convolution(mse + ".conv3", mse + ".bn3", squeezed, channels, 1, 1, 0)),
                new TemporalConvolution(temporal, channels,
                        () -> new Convolution.Weights(WeightChecks.convolution(checkpoint, temporal + ".weight"),
                                new float[0])));
    }

    private Convolution convolution(String key, String norm, int in, int out, int kernel, int stride, int padding) {
        return new Convolution(key, in, out, kernel, stride, padding, 1, () -> fold(key, norm));
    }

    private Convolution.Weights fold(String key, String norm) throws CheckpointException {
        float[] weight = WeightChecks.convolution(checkpoint, key + ".weight");
        float[] gamma = checkpoint.read(norm + ".weight");
        float[] beta = checkpoint.read(norm + ".bias");
        float[] mean = checkpoint.read(norm + ".running_mean");
        float[] variance = WeightChecks.variances(checkpoint, norm + ".running_var");
        WeightChecks.refuseDeadChannels(checkpoint, norm + ".running_var", variance, weight);
        float[] bias = checkpoint.tensors().containsKey(key + ".bias")
                ? checkpoint.read(key + ".bias") : new float[gamma.length];
        int row = weight.length / gamma.length;
        float[] folded = new float[gamma.length];
        for (int o = 0; o < gamma.length; o++) {
            double scale = gamma[o] / Math.sqrt(variance[o] + BATCH_NORM_EPSILON);
            for (int i = o * row; i < (o + 1) * row; i++) {
                weight[i] = (float) (weight[i] * scale);
            }
            folded[o] = (float) (beta[o] + (bias[o] - mean[o]) * scale);
        }
        return new Convolution.Weights(weight, folded);
    }

    private Convolution.Weights foldNormalization(Convolution.Weights weights) {
        int taps = 7 * 7;
        float[] weight = weights.weight();
        for (int i = 0; i < weight.length; i++) {
            int colour = i / taps % 3;
            weight[i] = (float) (weight[i] * (1 / (4 * 255.0 * normalization.std().get(colour))));
        }
        return weights;
    }

    @Override
    public String toString() {
        return architecture.describe() + " from " + checkpoint.name() + ", stage depths "
                + Arrays.toString(stages.stream().mapToInt(List::size).toArray());
    }
}
