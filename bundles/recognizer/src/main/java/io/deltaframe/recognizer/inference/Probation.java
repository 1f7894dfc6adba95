package io.deltaframe.recognizer.inference;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.SegmentFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Has a network answer clips before it serves, and looks at the answers. A network that computes nothing of use is
 * found out so whatever the reason is: weights that overflow, normalisations that let nothing through, an engine that
 * fails.
 *
 * <p>The clips are rendered: two with texture that moves, and two of one colour. They are small, as each size of
 * pictures goes through the same weights: of a ResNet-50 they take 0.4 s, beside the seconds of its activation.
 */
public final class Probation {

    /** Side of the frames: the least with which every stage of a network has more than a pixel. */
    private static final int SIDE = 64;

    /** Difference of two numbers, as a share of the larger, that rounding alone may make: four units in last place. */
    private static final float ROUNDING = 0x1p-21f;

    /**
     * Least difference that another video has to make to a logit, also as a share of what logits differ by in one
     * answer. A new head of the released code, of weights drawn with a deviation of 0.001, makes ten times as much; a
     * share of less is a fixed answer by the head's biases.
     */
    private static final double LEAST_CHANGE = 1e-4;

    /**
     * Largest logit a network without stages may have, about a hundred times what trained ones have. An untrained
     * network about doubles the variance in each bottleneck, which is a factor of 1.4; here it may grow by 2.
     */
    private static final double LARGEST = 1e4;

    /** What is rendered. */
    private enum Clip {
        TO_THE_RIGHT, UPWARDS, BLACK, GREY;

        /** {@return whether there is more in it than one colour} */
        boolean isTextured() {
            return this == TO_THE_RIGHT || this == UPWARDS;
        }

        /** {@return a byte of the picture} */
        int pixel(int frame, int x, int y, int colour) {
            return switch (this) {
                case TO_THE_RIGHT -> texture(x - 3 * frame, y, colour);
                case UPWARDS -> texture(y + 2 * frame, x + SIDE, colour + 3);
                case BLACK -> 0;
                case GREY -> 128;
            };
        }

        /** Squares of eight pixels, with grain. */
        private static int texture(int x, int y, int colour) {
            return (3 * noise(x >> 3, y >> 3, colour) + noise(x, y, colour)) / 4;
        }

        private static int noise(int x, int y, int colour) {
            int bits = x * 0x9E3779B1 ^ y * 0x85EBCA77 ^ colour * 0xC2B2AE3D;
            bits ^= bits >>> 15;
            bits *= 0x2C1B3C6D;
            return bits >>> 24;
        }
    }

    private Probation() { }

    /**
     * Tries a network.
     *
     * @param network   to try
     * @param inputSize side of the pictures it is meant for; it is tried with smaller ones
     * @throws EngineException if it does not answer or its answers are of no use: not finite, larger than its depth
     *                         explains, the same for every class or the same whatever it sees
     */
    public static void examine(CompiledNetwork network, int inputSize) throws EngineException {
        int side = Math.min(SIDE, inputSize);
        List<float[]> answers = new ArrayList<>();
        SegmentFeatures[] features = new SegmentFeatures[network.architecture().segments()];
        try {
            for (int t = 0; t < features.length; t++) {
                features[t] = network.newFeatures(side, side);
            }
            for (Clip clip : Clip.values()) {
                answers.add(answer(network, clip, features));
            }
        } catch (RuntimeException e) {
            throw new EngineException("expected an answer to a clip on trial, found a failure: " + e.getMessage(), e);
        } finally {
            for (SegmentFeatures segment : features) {
                if (segment != null) {
                    segment.close();
                }
            }
        }
        judge(network.architecture(), answers.toArray(float[][]::new));
    }

    private static float[] answer(CompiledNetwork network, Clip clip, SegmentFeatures... features)
            throws EngineException {
        // All segments of one colour are one
        int distinct = clip.isTextured() ? features.length : 1;
        SegmentFeatures[] encoded = Arrays.copyOf(features, distinct);
        network.encode(render(clip, distinct, features[0].width()), encoded);
        SegmentFeatures[] shown = new SegmentFeatures[features.length];
        Arrays.setAll(shown, t -> encoded[t % distinct]);
        float[][] logits = new float[1][network.architecture().classes()];
        network.classify(shown, logits);
        return logits[0];
    }

    /** {@return segments of a clip, one after the other; time goes on from one to the next} */
    private static byte[] render(Clip clip, int segments, int side) {
        byte[] frames = new byte[3 * Architecture.FRAMES_PER_SEGMENT * segments * side * side];
        int next = 0;
        for (int frame = 0; frame < segments * Architecture.FRAMES_PER_SEGMENT; frame++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    for (int colour = 0; colour < 3; colour++) {
                        frames[next++] = (byte) clip.pixel(frame, x, y, colour);
                    }
                }
            }
        }
        return frames;
    }

    /**
     * Looks at answers.
     *
     * @param architecture that gave them
     * @param answers      a row a clip, those with texture first
     * @throws EngineException with what is wrong
     */
    static void judge(Architecture architecture, float[]... answers) throws EngineException {
        int bottlenecks = architecture.depths().stream().mapToInt(Integer::intValue).sum();
        double largest = LARGEST * Math.pow(2, bottlenecks);
        for (float[] answer : answers) {
            for (int c = 0; c < answer.length; c++) {
                if (!Float.isFinite(answer[c])) {
                    throw new EngineException("expected finite logits for a clip on trial, found " + answer[c]
                            + " for class " + c);
                }
                if (Math.abs(answer[c]) > largest) {
                    throw new EngineException(String.format(Locale.ROOT,
                            "expected logits of at most %.0e of a network of %d bottlenecks, found %.0e for class %d",
                            largest, bottlenecks, answer[c], c));
                }
            }
        }
        float[] first = answers[0];
        float[] second = answers[1];
        if (first.length > 1 && isOneNumber(first) && isOneNumber(second)) {
            throw new EngineException("expected logits that tell classes apart, found " + first[0]
                    + " for every class of a clip on trial");
        }
        if (areAlike(first, second)) {
            throw new EngineException("expected answers that depend on the video, found the same for two clips on "
                    + "trial that have nothing in common");
        }
        double change = largestChange(answers);
        double spread = spread(first);
        if (first.length > 1 && change < LEAST_CHANGE * Math.max(1, spread)) {
            throw new EngineException(String.format(Locale.ROOT, "expected answers that depend on the video, found "
                    + "logits that change by %.0e at most between clips on trial that have nothing in common, beside "
                    + "%.0e between classes", change, spread));
        }
    }

    private static boolean isOneNumber(float... answer) {
        for (float logit : answer) {
            if (!isNear(logit, answer[0])) {
                return false;
            }
        }
        return true;
    }

    private static boolean areAlike(float[] first, float[] second) {
        for (int c = 0; c < first.length; c++) {
            if (!isNear(first[c], second[c])) {
                return false;
            }
        }
        return true;
    }

    /**
     * {@return the largest difference of a class's logit between any two answers, each taken from the mean of its
     * answer: what all logits have in common does not change scores}
     */
    private static double largestChange(float[]... answers) {
        double largest = 0;
        double[] means = Arrays.stream(answers).mapToDouble(Probation::mean).toArray();
        for (int c = 0; c < answers[0].length; c++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < answers.length; i++) {
                least = Math.min(least, answers[i][c] - means[i]);
                most = Math.max(most, answers[i][c] - means[i]);
            }
            largest = Math.max(largest, most - least);
        }
        return largest;
    }

    private static double mean(float... logits) {
        double sum = 0;
        for (float logit : logits) {
            sum += logit;
        }
        return sum / logits.length;
    }

    /** {@return by how much logits of one answer differ} */
    private static double spread(float... logits) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            least = Math.min(least, logit);
            most = Math.max(most, logit);
        }
        return most - least;
    }

    private static boolean isNear(float one, float other) {
        return Math.abs(one - other) <= ROUNDING * Math.max(Math.abs(one), Math.abs(other));
    }
}
