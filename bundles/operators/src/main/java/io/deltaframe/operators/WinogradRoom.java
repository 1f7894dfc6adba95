package io.deltaframe.operators;

/**
 * Room for the transformed inputs and the products of Winograd convolutions: 36 planes, one a point, of tiles x channels. The
 * convolutions of a program come one after the other and share it; it has the size of the largest.
 */
final class WinogradRoom {

    /** Planes begin at different places of a page, so that the 36 do not compete for the same lines of the first-level cache. */
    private static final int STAGGER = 5 * 16;

    private static final int PAGE = 1024;

    private float[] inputs = {};
    private float[] products = {};
    private final float[][] slotInputs;
    private final float[][] slotProducts;
    private final float[][] scratch;

    /**
     * An empty room.
     *
     * @param slots threads that may work in it
     */
    WinogradRoom(int slots) {
        slotInputs = new float[slots][0];
        slotProducts = new float[slots][0];
        scratch = new float[slots][0];
    }

    /**
     * {@return floats from a plane to the next}
     *
     * @param tiles  tiles
     * @param stride floats a tile has in a plane
     */
    static int plane(int tiles, int stride) {
        return (tiles * stride + PAGE - 1) / PAGE * PAGE + STAGGER;
    }

    /**
     * Makes the common room large enough.
     *
     * @param tiles     tiles
     * @param inStride  floats a tile has in a plane of transformed inputs
     * @param outStride floats a tile has in a plane of products
     */
    void requireCommon(int tiles, int inStride, int outStride) {
        inputs = grown(inputs, planes(tiles, inStride));
        products = grown(products, planes(tiles, outStride));
        requireScratch(Math.max(inStride, outStride));
    }

    /**
     * Makes each thread's own room large enough.
     *
     * @param tiles     tiles
     * @param inStride  floats a tile has in a plane of transformed inputs
     * @param outStride floats a tile has in a plane of products
     */
    void requireOwn(int tiles, int inStride, int outStride) {
        for (int slot = 0; slot < scratch.length; slot++) {
            slotInputs[slot] = grown(slotInputs[slot], planes(tiles, inStride));
            slotProducts[slot] = grown(slotProducts[slot], planes(tiles, outStride));
        }
        requireScratch(Math.max(inStride, outStride));
    }

    private void requireScratch(int stride) {
        for (int slot = 0; slot < scratch.length; slot++) {
            scratch[slot] = grown(scratch[slot], WinogradTransform.scratch(stride));
        }
    }

    private static int planes(int tiles, int stride) {
        return Math.addExact(Math.multiplyExact(WinogradConvolution.POINTS, plane(tiles, stride)), WeightStore.LEAD);
    }

    private static float[] grown(float[] now, int floats) {
        return now.length >= floats ? now : new float[floats];
    }

    /** {@return the common room's transformed inputs} */
    float[] inputs() {
        return inputs;
    }

    /** {@return the common room's products} */
    float[] products() {
        return products;
    }

    /**
     * {@return a thread's own transformed inputs}
     *
     * @param slot number of the running thread
     */
    float[] inputs(int slot) {
        return slotInputs[slot];
    }

    /**
     * {@return a thread's own products}
     *
     * @param slot number of the running thread
     */
    float[] products(int slot) {
        return slotProducts[slot];
    }

    /**
     * {@return room for the steps of a transform}
     *
     * @param slot number of the running thread
     */
    float[] scratch(int slot) {
        return scratch[slot];
    }
}
