package io.deltaframe.scalar.loop;

/** Feature maps with a plane a channel: each an array over the pixels of all images, row by row. */
public final class Planes {

    public final int images;
    public final int height;
    public final int width;
    public final int channels;
    /** {@code channels} arrays of {@code images * height * width} values. */
    public final float[][] values;

    /**
     * Allocates maps of zeros.
     *
     * @param images   number of images
     * @param height   rows
     * @param width    columns
     * @param channels channels
     */
    public Planes(int images, int height, int width, int channels) {
        this.images = images;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.values = new float[channels][Math.multiplyExact(images, Math.multiplyExact(height, width))];
    }

    /** {@return pixels of all images} */
    public int pixels() {
        return images * height * width;
    }

    /** {@return the values as images x channels x height x width} */
    public float[] toNchw() {
        int image = height * width;
        float[] nchw = new float[channels * pixels()];
        for (int n = 0; n < images; n++) {
            for (int c = 0; c < channels; c++) {
                System.arraycopy(values[c], n * image, nchw, (n * channels + c) * image, image);
            }
        }
        return nchw;
    }
}
