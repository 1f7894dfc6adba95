package io.deltaframe.operators;

import static io.deltaframe.operators.Lanes.L;
import static io.deltaframe.operators.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Room, for each thread, for the inputs of some pixels of a convolution at a constant distance from each other. Tiles read them from
 * here: constants instead of addresses make them 18 to 33 % faster, and copying takes less than that. Where pixels lie at a constant
 * distance by themselves, large networks do without ({@link PixelTiles}). For one caller at a time.
 */
final class GatherRoom {

    /** Pixels gathered at once: a multiple of every tile's. Reading the weights takes longer than using them with fewer. */
    static final int PIXELS = 96;

    /** Inputs of a pixel gathered at once, at most; longer runs go in parts. */
    static final int DEPTH = 2048;

    /**
     * Floats from a pixel to the next: room for what is copied past the end, which is less than two vectors, and no power of two, whose
     * pixels would meet in the same lines of the cache.
     */
    static final int STRIDE = DEPTH + 48;

    private final float[][] rooms;

    /**
     * Makes the room.
     *
     * @param slots threads that may work at the same time
     */
    GatherRoom(int slots) {
        rooms = new float[slots][WeightStore.LEAD + PIXELS * STRIDE];
    }

    /**
     * {@return a thread's own room; the first pixel comes after {@link WeightStore#LEAD} floats}
     *
     * @param slot number of the running thread
     */
    float[] of(int slot) {
        return rooms[slot];
    }

    /**
     * Puts a 1 behind the inputs of some pixels.
     *
     * @param room   where they are
     * @param pixels how many
     * @param at     floats of each pixel that are there already
     */
    static void putOne(float[] room, int pixels, int at) {
        for (int p = 0; p < pixels; p++) {
            room[WeightStore.LEAD + p * STRIDE + at] = 1;
        }
    }

    /**
     * Copies the inputs of some pixels, by pairs of vectors.
     *
     * @param in     the input
     * @param inBase positions of pixels
     * @param first  the first pixel in that table
     * @param pixels how many
     * @param offset added to positions
     * @param length floats of each, at most {@link #DEPTH} with what is there already
     * @param room   where they go
     * @param at     floats of each pixel that are there already
     */
    static void gather(float[] in, int[] inBase, int first, int pixels, int offset, int length, float[] room, int at) {
        int pairs = (length + 2 * L - 1) / (2 * L);
        int from = inBase[first] + offset;
        int to = WeightStore.LEAD + at;
        int pixel = 0;
        int pair = 0;
        // One loop: a loop a pixel would take longer to start and end than to copy
        for (int i = 0; i < pixels * pairs; i++) {
            FloatVector one = FloatVector.fromArray(SPECIES, in, from);
            FloatVector two = FloatVector.fromArray(SPECIES, in, from + L);
            one.intoArray(room, to);
            two.intoArray(room, to + L);
            from += 2 * L;
            to += 2 * L;
            if (++pair == pairs && ++pixel < pixels) {
                pair = 0;
                from = inBase[first + pixel] + offset;
                to = WeightStore.LEAD + at + pixel * STRIDE;
            }
        }
    }
}
