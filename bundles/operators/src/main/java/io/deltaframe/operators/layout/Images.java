package io.deltaframe.operators.layout;

/**
 * Feature maps of some segments, one image each, either all in one array or each in an array of its own, as encoded
 * segments come.
 */
public final class Images {

    /** Layout of an image: the first of one array, or any of separate ones. */
    public final FeatureMap layout;
    /** An array an image, or null where all are in the layout's own. */
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
    public static Images of(FeatureMap map) {
        return new Images(map, null, map.imageStride());
    }

    /**
     * {@return images in arrays of their own}
     *
     * @param arrays one an image; entries may be replaced between runs
     * @param layout layout of each
     */
    public static Images separate(float[][] arrays, FeatureMap layout) {
        return new Images(layout, arrays, 0);
    }

    /** {@return number of images} */
    public int count() {
        return arrays == null ? layout.images : arrays.length;
    }

    /**
     * {@return the array an image lies in}
     *
     * @param image its number
     */
    public float[] array(int image) {
        return arrays == null ? layout.data : arrays[image];
    }

    /**
     * {@return what is added to positions of the first image}
     *
     * @param image its number
     */
    public int offset(int image) {
        return image * step;
    }

    /**
     * {@return what is added to positions in another map's first image, of the same layout}
     *
     * @param image its number
     * @param other the other map
     */
    public int offset(int image, FeatureMap other) {
        return layout.index(0, 0, 0) - other.index(0, 0, 0) + offset(image);
    }
}
