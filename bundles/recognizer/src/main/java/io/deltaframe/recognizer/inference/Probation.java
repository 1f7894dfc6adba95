package io.deltaframe.recognizer.inference;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.SegmentFeatures;
import java.util.Random;

/**
 * The trial of a network before it serves: on its engine and at its size it answers two clips that are made here, and
 * the answers are looked at. What a checkpoint's index cannot tell shows here: weights that overflow, a network that
 * has died inside and says the same whatever it sees, an engine that computes nothing.
 */
public final class Probation {

    /**
     * Logits beyond this are not what a network was trained to: those of the released ones are below 40, and of
     * networks with random weights below a thousand.
     */
    private static final float LARGEST = 1e6f;

    /** Two logits are the same if they differ by less than this share of the largest: some units in the last place. */
    private static final float SAME = 1e-6f;

    private static final int RGB = 3;

    private Probation() { }

    /**
     * Tries a network.
     *
     * @param network to be tried
     * @param model   what it was compiled from
     * @throws EngineException if it must not serve
     */
    public static void pass(CompiledNetwork network, ModelInfo model) throws EngineException {
        float[] moving = answer(network, model, false);
        float[] scattered = answer(network, model, true);
        for (float[] logits : new float[][] {moving, scattered}) {
            for (int c = 0; c < logits.length; c++) {
                if (!(Math.abs(logits[c]) <= LARGEST)) {
                    throw new EngineException("expected logits between " + (long) -LARGEST + " and " + (long) LARGEST
                            + " for a test clip, found " + logits[c] + " for class " + c
                            + ": the weights are not those of a trained network");
                }
            }
        }
        if (moving.length > 1 && same(moving, null) && same(scattered, null)) {
            throw new EngineException("expected different scores for different classes, found " + moving[0]
                    + " for all of a test clip: the weights are not those of a trained network");
        }
        if (same(moving, scattered)) {
            throw new EngineException("expected different scores for different clips, found the same for two test"
                    + " clips: the weights are not those of a trained network");
        }
    }

    /** {@return whether all logits are the same, as those of another clip or as each other} */
    private static boolean same(float[] logits, float[] others) {
        float largest = 0;
        float most = 0;
        for (int c = 0; c < logits.length; c++) {
            float other = others == null ? logits[0] : others[c];
            largest = Math.max(largest, Math.max(Math.abs(logits[c]), Math.abs(other)));
            most = Math.max(most, Math.abs(logits[c] - other));
        }
        return most <= SAME * largest;
    }

    private static float[] answer(CompiledNetwork network, ModelInfo model, boolean scattered) throws EngineException {
        Architecture architecture = network.architecture();
        int size = model.inputSize();
        SegmentFeatures[] features = new SegmentFeatures[architecture.segments()];
        float[][] logits = new float[1][architecture.classes()];
        try {
            for (int s = 0; s < features.length; s++) {
                features[s] = network.newFeatures(size, size);
            }
            for (int s = 0; s < features.length; s++) {
                network.encode(segment(s, size, scattered), features[s]);
            }
            network.classify(features, logits);
        } catch (IllegalArgumentException e) {
            throw new EngineException("expected room for pictures of " + size + "x" + size + ", found "
                    + e.getMessage(), e);
        } finally {
            for (SegmentFeatures made : features) {
                if (made != null) {
                    made.close();
                }
            }
        }
        return logits[0];
    }

    /**
     * A segment of a clip: a bright square that moves to the right over a pattern of waves, or one that moves down, in
     * front of coarse noise of other colours.
     */
    private static byte[] segment(int number, int size, boolean scattered) {
        byte[] frames = new byte[Architecture.FRAMES_PER_SEGMENT * size * size * RGB];
        Random random = new Random(number);
        int side = Math.max(2, size / 4);
        int at = 0;
        byte[] noise = new byte[RGB * 16 * 16];
        for (int f = 0; f < Architecture.FRAMES_PER_SEGMENT; f++) {
            if (scattered) {
                random.nextBytes(noise);
            }
            int place = (number * size / 16 + f * size / 64) % size;
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    int along = scattered ? y : x;
                    int across = scattered ? x : y;
                    boolean inside = along >= place && along < place + side && across >= side && across < 2 * side;
                    for (int c = 0; c < RGB; c++) {
                        int value = scattered ? noise[(y * 16 / size * 16 + x * 16 / size) * RGB + c] & 0x7F
                                : (int) (110 + 60 * Math.sin((x + 2.0 * y + 40 * c) * 20 / size));
                        frames[at++] = (byte) (inside ? 255 - 50 * c : value);
                    }
                }
            }
        }
        return frames;
    }
}
