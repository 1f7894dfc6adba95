package io.deltaframe.operators.tile;

import static io.deltaframe.operators.layout.Lanes.L;

import io.deltaframe.benchmarks.Nchw;
import java.util.Random;

/** A tile with gathered inputs, weights and results of its own, all in the first caches. */
final class TileUnderTest {

    /** Pixels a run: whole tiles of any size near a hundred. */
    private static final int PIXELS = 96;

    private final Tile tile;
    private final int pixels;
    private final int inputs;
    private final int distance;
    private final float[] in;
    private final float[] weights;
    private final float[] bias;
    private final int[] biasBase;
    private final float[] out;
    private final int[] outBase;
    private boolean relu;

    /**
     * Makes the arrays.
     *
     * @param tile     the tile
     * @param distance floats between pixels for which its class was made
     * @param inputs   inputs a pixel
     */
    TileUnderTest(Tile tile, int distance, int inputs) {
        this.tile = tile;
        this.distance = distance;
        this.inputs = inputs / tile.inputsPerTurn() * tile.inputsPerTurn();
        this.pixels = PIXELS / tile.pixels() * tile.pixels();
        int lanes = tile.vectors() * L;
        Random random = new Random(1);
        in = Nchw.random(random, pixels * distance + 2 * inputs, 1);
        weights = Nchw.random(random, (inputs + 8) * lanes, 1);
        bias = Nchw.random(random, tile.pixels() * lanes, 1);
        biasBase = places(tile.pixels(), lanes);
        out = new float[pixels * lanes];
        outBase = places(pixels, lanes);
    }

    private static int[] places(int pixels, int step) {
        int[] places = new int[pixels];
        for (int p = 0; p < pixels; p++) {
            places[p] = p * step;
        }
        return places;
    }

    /** {@return billions of floating-point operations a run} */
    double gflop() {
        return 2e-9 * pixels * tile.vectors() * L * inputs;
    }

    /** Runs, by turns with and without a ReLU. */
    void run() {
        relu = !relu;
        tile.run(in, 0, pixels, inputs, weights, 0, 1, 0, bias, biasBase, 0, 0, 0, 0, out, outBase, 0, 0, relu);
    }

    /** {@return the largest difference of a result from its definition} */
    double error() {
        run();
        double error = 0;
        int lanes = tile.vectors() * L;
        for (int p = 0; p < pixels; p++) {
            for (int o = 0; o < lanes; o++) {
                double sum = bias[p % tile.pixels() * lanes + o];
                for (int k = 0; k < inputs; k++) {
                    sum += (double) in[p * distance + k] * weights[k * lanes + o];
                }
                error = Math.max(error, Math.abs(out[p * lanes + o] - (relu ? Math.max(0, sum) : sum)));
            }
        }
        return error;
    }
}
