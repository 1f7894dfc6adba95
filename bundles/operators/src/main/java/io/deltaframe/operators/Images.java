package io.deltaframe.operators;

import java.util.Arrays;

/**
 * Feature maps of some segments, one image each, either all in one array or each in an array of its own, as encoded segments come.
 */
final class Images {

    /** Layout of an image: the first of one array, or any of separate ones. */
    final FeatureMap layout;
    private final float[][] arrays;
    private final int step;

    private Images(FeatureMap layout, float[][] arrays, int step) {
        this.layout = layout;
        this.arrays = arrays;
        this.step = step;
    }

    /**
     * {@return the images of a map}
     *
     * @param map the map
     */
    static Images of(FeatureMap map) {
        float[][] arrays = new float[map.images][];
        Arrays.fill(arrays, map.data);
        return new Images(map, arrays, map.imageStride());
    }

    /**
     * {@return images that lie apart}
     *
     * @param arrays one an image; entries may be replaced between runs
     * @param layout layout of each
     */
    static Images apart(float[][] arrays, FeatureMap layout) {
        return new Images(layout, arrays, 0);
    }

    /** {@return number of images} */
    int count() {
        return arrays.length;
    }

    /**
     * {@return the array an image lies in}
     *
     * @param image its number
     */
    float[] array(int image) {
        return arrays[image];
    }

    /**
     * {@return what is added to positions of the first image}
     *
     * @param image its number
     */
    int offset(int image) {
        return image * step;
    }
}
