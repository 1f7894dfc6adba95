package io.deltaframe.tornado.weights;

import io.deltaframe.tdn.CheckpointException;
import io.deltaframe.tdn.Convolution;
import io.deltaframe.tornado.kernels.ConvolutionWeights;
import java.util.ArrayList;
import java.util.List;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Gives all weights of a network their places in one array, then reads them, one tensor at a time. For one thread at a
 * time.
 */
final class WeightArrayBuilder {

    private final List<Loader> loaders = new ArrayList<>();
    private long used;

    /** Reads weights and writes them to their places. */
    @FunctionalInterface
    private interface Loader {
        void load(FloatArray into) throws CheckpointException;
    }

    /** Reads constants. */
    @FunctionalInterface
    interface Source {
        float[] read() throws CheckpointException;
    }

    /**
     * Places a convolution.
     *
     * @param convolution the convolution; groups must be 1
     * @return where its weights will be
     */
    ConvolutionWeights convolution(Convolution convolution) {
        ConvolutionWeights placed = new ConvolutionWeights(place(), convolution.inChannels(), convolution.outChannels(),
                convolution.kernel(), convolution.stride(), convolution.padding());
        used += placed.floats();
        loaders.add(into -> {
            Convolution.Weights values = convolution.load();
            placed.pack(values.weight(), values.bias(), into);
        });
        return placed;
    }

    /**
     * Places constants.
     *
     * @param count  how many
     * @param source reads them
     * @return position of the first
     */
    int constants(int count, Source source) {
        int at = place();
        used += count;
        loaders.add(into -> {
            float[] values = source.read();
            for (int i = 0; i < count; i++) {
                into.set(at + i, values[i]);
            }
        });
        return at;
    }

    private int place() {
        return Math.toIntExact(used);
    }

    /**
     * {@return all weights at their places}
     *
     * @throws CheckpointException if they cannot be read
     */
    FloatArray load() throws CheckpointException {
        FloatArray weights = new FloatArray(Math.toIntExact(used));
        for (Loader loader : loaders) {
            loader.load(weights);
        }
        return weights;
    }
}
