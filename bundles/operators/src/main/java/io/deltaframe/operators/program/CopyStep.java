package io.deltaframe.operators.program;

import io.deltaframe.operators.layout.FeatureMap;

/** Copies one image of a map, row by row, into another map's first. */
public final class CopyStep implements Step {

    private final FeatureMap from;
    private final int image;
    private final FeatureMap to;

    /**
     * Binds the step.
     *
     * @param from  a map
     * @param image which of its images
     * @param to    a map of the same size; its borders are left alone
     */
    public CopyStep(FeatureMap from, int image, FeatureMap to) {
        this.from = from;
        this.image = image;
        this.to = to;
    }

    @Override
    public int tasks() {
        return from.height;
    }

    @Override
    public void run(int task, int slot) {
        System.arraycopy(from.data, from.index(image, task, 0), to.data, to.index(0, task, 0),
                from.width * from.stride);
    }
}
