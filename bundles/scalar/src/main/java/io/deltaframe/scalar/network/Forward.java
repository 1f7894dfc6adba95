package io.deltaframe.scalar.network;

import io.deltaframe.scalar.loop.Convolver;
import io.deltaframe.scalar.loop.PlaneConvolution;
import io.deltaframe.scalar.loop.Planes;
import io.deltaframe.scalar.loop.Resampling;
import io.deltaframe.scalar.loop.SegmentMotion;
import io.deltaframe.scalar.loop.WorkerTeam;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Convolution;
import io.deltaframe.tdn.engine.Taps;
import java.util.List;

/** Both verbs of a network for one size of frames, in the order of the plan. For one caller at a time. */
final class Forward {

    private final NetworkWeights network;
    private final Convolver convolver;
    private final Resampling resampling;
    private final SegmentMotion motion;
    private final Buffers buffers = new Buffers();
    private final TapRecorder taps;

    /**
     * Allocates nothing yet but what convolutions need.
     *
     * @param network weights
     * @param team    where it runs
     * @param taps    who receives intermediate results
     */
    Forward(NetworkWeights network, WorkerTeam team, Taps taps) {
        this.network = network;
        this.convolver = new Convolver(team);
        this.resampling = new Resampling(team);
        this.motion = new SegmentMotion(team);
        this.taps = new TapRecorder(taps);
    }

    /**
     * Encodes segments.
     *
     * @param frames the segments' bytes, one after the other
     * @param into   where their features go
     */
    void encode(byte[] frames, ScalarFeatures[] into) {
        Architecture architecture = network.architecture();
        float alpha = architecture.fusionAlpha();
        float beta = architecture.fusionBeta();
        int height = into[0].height();
        int width = into[0].width();
        Planes rgb = buffers.get("rgb", 1, height, width, 3);
        Planes differences = buffers.get("differences", 1, height / 2, width / 2, 12);
        for (int s = 0; s < into.length; s++) {
            network.input().read(frames, s * Architecture.FRAMES_PER_SEGMENT * height * width * 3, rgb, differences);
            Planes branch = convolve("branch stem", network.differenceStem(), differences, true);
            taps.tap("short_term.stem", branch);
            branch = maxPool("branch", branch);
            taps.tap("short_term.pool", branch);
            Planes path = maxPool("path", convolve("path stem", network.rgbStem(), rgb, true));
            taps.tap("rgb.pool", path);
            resampling.fuse(path, alpha, branch, beta, path);
            branch = stage(network.shortTermStage(), branch);
            taps.tap("short_term.layer1", branch);
            path = stage(network.stages().getFirst(), path);
            taps.tap("layer1_bak", path);
            resampling.fuse(path, alpha, branch, beta, into[s].maps());
        }
        taps.flush();
    }

    /**
     * Classifies clips.
     *
     * @param segments encoded segments, a clip's in order of time
     * @param logits   one row a clip
     */
    void classify(ScalarFeatures[] segments, float[][] logits) {
        for (int row = 0; row < logits.length; row++) {
            classify(pooled(segments, row), logits[row]);
            taps.flush();
        }
    }

    /**
     * Computes what the head takes, of clips.
     *
     * @param segments encoded segments, a clip's in order of time
     * @param into     one row a clip: the averaged features of its segments, one after the other
     */
    void features(ScalarFeatures[] segments, float[][] into) {
        for (int row = 0; row < into.length; row++) {
            Planes means = pooled(segments, row);
            for (int t = 0; t < means.images; t++) {
                for (int c = 0; c < means.channels; c++) {
                    into[row][t * means.channels + c] = means.values[c][t];
                }
            }
            taps.flush();
        }
    }

    /** Stages 2 to 4 of a clip, averaged over the pixels of each segment. */
    private Planes pooled(ScalarFeatures[] segments, int row) {
        int count = network.architecture().segments();
        Planes layout = segments[0].maps();
        int image = layout.height * layout.width;
        Planes clip = buffers.get("clip", count, layout.height, layout.width, layout.channels);
        for (int t = 0; t < count; t++) {
            float[][] from = segments[row * count + t].maps().values;
            for (int c = 0; c < clip.channels; c++) {
                System.arraycopy(from[c], 0, clip.values[c], t * image, image);
            }
        }
        Planes maps = clip;
        for (int stage = 2; stage <= 4; stage++) {
            maps = stage(network.stages().get(stage - 1), maps);
            taps.tap("layer" + stage + "_bak", maps);
        }
        Planes means = buffers.get("means", maps.images, 1, 1, maps.channels);
        int pixels = maps.height * maps.width;
        for (int c = 0; c < maps.channels; c++) {
            for (int t = 0; t < maps.images; t++) {
                float sum = 0;
                for (int p = t * pixels; p < (t + 1) * pixels; p++) {
                    sum += maps.values[c][p];
                }
                means.values[c][t] = sum / pixels;
            }
        }
        taps.tap("avgpool", means);
        return means;
    }

    /** Averages over segments, and applies the head: as it is linear, the order does not matter. */
    private void classify(Planes means, float[] logits) {
        float[] consensus = new float[means.channels];
        for (int c = 0; c < means.channels; c++) {
            for (int t = 0; t < means.images; t++) {
                consensus[c] += means.values[c][t] / means.images;
            }
        }
        Convolution.Weights head = network.head();
        for (int k = 0; k < logits.length; k++) {
            float sum = head.bias()[k];
            for (int c = 0; c < consensus.length; c++) {
                sum += consensus[c] * head.weight()[k * consensus.length + c];
            }
            logits[k] = sum;
        }
    }

    /** Bottlenecks after the first work in place on the first one's output. */
    private Planes stage(List<BottleneckWeights> stage, Planes in) {
        BottleneckWeights first = stage.getFirst();
        Planes out = convolve(first.name(), first.projection(), in, false);
        bottleneck(first, in, out);
        for (BottleneckWeights bottleneck : stage.subList(1, stage.size())) {
            bottleneck(bottleneck, out, out);
        }
        return out;
    }

    /** Adds to the output, which holds what the bottleneck goes around. */
    private void bottleneck(BottleneckWeights bottleneck, Planes in, Planes out) {
        Planes maps = convolve("squeezed", bottleneck.squeeze(), in, true);
        if (bottleneck.longTerm() != null) {
            maps = longTerm(bottleneck, maps);
        }
        convolver.convolve(bottleneck.expand(), convolve("spatial", bottleneck.spatial(), maps, true), out, true, out);
    }

    private Planes longTerm(BottleneckWeights bottleneck, Planes x) {
        BottleneckWeights.LongTerm longTerm = bottleneck.longTerm();
        int both = 2 * x.images;
        Planes z = convolve("z", longTerm.squeeze(), x, false);
        Planes differences = buffers.get("segment differences", both, x.height, x.width, z.channels);
        motion.differences(longTerm.depthwise(), z, differences);
        Planes halved = buffers.get("halved", both, x.height / 2, x.width / 2, z.channels);
        resampling.averagePool(differences, halved);
        Planes half = convolve("half", longTerm.half(), halved, false);
        Planes scales = buffers.get("scales", both, x.height, x.width, z.channels);
        resampling.fuse(scales, 0, half, 1, scales);
        convolver.convolve(longTerm.fullAndSelf(), differences, scales, false, scales);
        motion.excite(convolve("expanded", longTerm.halfExpand(), scales, false), x);
        taps.tap(bottleneck.name() + ".mse", x);
        Planes mixed = buffers.get("mixed", x.images, x.height, x.width, x.channels);
        motion.mix(longTerm.mixing(), x, mixed);
        taps.tap(bottleneck.name() + ".shift", mixed);
        return mixed;
    }

    private Planes convolve(String use, PlaneConvolution convolution, Planes in, boolean relu) {
        Planes out = buffers.get(use, in.images, convolution.outputSize(in.height), convolution.outputSize(in.width),
                convolution.outChannels());
        convolver.convolve(convolution, in, null, relu, out);
        return out;
    }

    private Planes maxPool(String use, Planes in) {
        Planes out = buffers.get(use, in.images, (in.height - 1) / 2 + 1, (in.width - 1) / 2 + 1, in.channels);
        resampling.maxPool(in, out);
        return out;
    }
}
