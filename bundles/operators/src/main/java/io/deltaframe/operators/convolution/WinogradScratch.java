package io.deltaframe.operators.convolution;

import io.deltaframe.operators.layout.CacheLines;
import io.deltaframe.operators.layout.Workspace;

/**
 * Memory for the transformed inputs and the products of Winograd convolutions: 36 planes, one a point, of tiles x
 * channels. The convolutions of a program come one after the other and share it; it has the size of the largest.
 */
public final class WinogradScratch {

    /**
     * Planes begin at different places of a page, so that the 36 do not compete for the same lines of the first-level
     * cache.
     */
    private static final int STAGGER = 5 * 16;

    private static final int PAGE = 1024;

    private final Workspace workspace;
    private final int slots;
    /** Floats that the largest convolution needs: in common, of each thread's own, and for the steps of a transform. */
    private long commonInputs;
    private long commonProducts;
    private int ownInputs;
    private int ownProducts;
    private int ownScratch;
    /** Places; a thread's own are as far apart as there are floats of its own. */
    private int inputs;
    private int products;
    private int own;
    private int ownStride;
    private float[] data;

    /**
     * Nothing yet.
     *
     * @param workspace where its array will come from
     * @param slots     threads that may work in it
     */
    public WinogradScratch(Workspace workspace, int slots) {
        this.workspace = workspace;
        this.slots = slots;
        workspace.beforeAllocation(this::reserve);
    }

    private void reserve() {
        inputs = workspace.reserve(commonInputs, array -> data = array);
        products = workspace.reserve(commonProducts, array -> { });
        ownStride = Math.toIntExact(CacheLines.rounded((long) ownInputs + ownProducts + ownScratch));
        own = workspace.reserve((long) slots * ownStride, array -> { });
    }

    /**
     * {@return floats from a plane to the next}
     *
     * @param tiles  tiles
     * @param stride floats a tile has in a plane
     */
    public static int plane(int tiles, int stride) {
        return (tiles * stride + PAGE - 1) / PAGE * PAGE + STAGGER;
    }

    /**
     * Makes the common memory large enough.
     *
     * @param tiles     tiles
     * @param inStride  floats a tile has in a plane of transformed inputs
     * @param outStride floats a tile has in a plane of products
     */
    public void requireCommon(int tiles, int inStride, int outStride) {
        commonInputs = Math.max(commonInputs, planes(tiles, inStride));
        commonProducts = Math.max(commonProducts, planes(tiles, outStride));
        requireScratch(Math.max(inStride, outStride));
    }

    /**
     * Makes each thread's own memory large enough.
     *
     * @param tiles     tiles
     * @param inStride  floats a tile has in a plane of transformed inputs
     * @param outStride floats a tile has in a plane of products
     */
    public void requireOwn(int tiles, int inStride, int outStride) {
        ownInputs = Math.max(ownInputs, Math.toIntExact(planes(tiles, inStride)));
        ownProducts = Math.max(ownProducts, Math.toIntExact(planes(tiles, outStride)));
        requireScratch(Math.max(inStride, outStride));
    }

    private void requireScratch(int stride) {
        ownScratch = Math.max(ownScratch, WinogradTransform.scratch(stride));
    }

    private static long planes(int tiles, int stride) {
        return (long) WinogradConvolution.POINTS * plane(tiles, stride);
    }

    /** {@return the array everything is in} */
    public float[] data() {
        return data;
    }

    /** {@return place of the common transformed inputs} */
    public int inputs() {
        return inputs;
    }

    /** {@return place of the common products} */
    public int products() {
        return products;
    }

    /**
     * {@return place of a thread's own transformed inputs}
     *
     * @param slot number of the running thread
     */
    public int inputs(int slot) {
        return own + slot * ownStride;
    }

    /**
     * {@return place of a thread's own products}
     *
     * @param slot number of the running thread
     */
    public int products(int slot) {
        return own + slot * ownStride + ownInputs;
    }

    /**
     * {@return place of memory for the steps of a transform}
     *
     * @param slot number of the running thread
     */
    public int transform(int slot) {
        return own + slot * ownStride + ownInputs + ownProducts;
    }
}
