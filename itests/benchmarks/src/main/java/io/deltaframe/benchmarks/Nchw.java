package io.deltaframe.benchmarks;

import io.deltaframe.operators.layout.FeatureMap;
import java.util.random.RandomGenerator;

/** Values as {@code images x channels x height x width}, the form that peers and plain loops share. */
public final class Nchw {

    private Nchw() { }

    /**
     * {@return values between -1 and 1}
     *
     * @param random where they come from
     * @param length how many
     * @param scale  what they are multiplied by
     */
    public static float[] random(RandomGenerator random, int length, float scale) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (random.nextFloat() * 2 - 1) * scale;
        }
        return values;
    }

    /**
     * Copies values into a map.
     *
     * @param map  the map; border and padding stay as they are
     * @param nchw the values
     */
    public static void fill(FeatureMap map, float[] nchw) {
        int i = 0;
        for (int n = 0; n < map.images; n++) {
            for (int c = 0; c < map.channels; c++) {
                for (int y = 0; y < map.height; y++) {
                    for (int x = 0; x < map.width; x++) {
                        map.data[map.index(n, y, x) + c] = nchw[i++];
                    }
                }
            }
        }
    }
}
