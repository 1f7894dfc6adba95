package io.deltaframe.tornado.kernels;

/**
 * Where feature maps of some images lie in the array of all maps: channels-last, with a border of zeros around each
 * image. Kernels write inside the border only. Immutable.
 *
 * @param base     position of the first image's first float, border included
 * @param images   number of images
 * @param height   rows without border
 * @param width    columns without border
 * @param channels floats a pixel
 * @param pad      pixels of border on each side
 */
public record MapLayout(int base, int images, int height, int width, int channels, int pad) {

    public MapLayout {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("frames are too small for this network: a feature map of " + channels
                    + " channels would be " + height + "x" + width);
        }
        if ((height + 2L * pad) * (width + 2L * pad) * channels > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("frames are too large for this network: a feature map of " + channels
                    + " channels would be " + height + "x" + width);
        }
    }

    /** {@return floats from a row to the next} */
    public int row() {
        return (width + 2 * pad) * channels;
    }

    /** {@return floats from an image to the next} */
    public int image() {
        return (height + 2 * pad) * row();
    }

    /** {@return floats of all images} */
    public long floats() {
        return (long) images * image();
    }

    /** {@return position of the first image's first pixel inside the border} */
    public int origin() {
        return base + pad * (row() + channels);
    }

    /** {@return pixels of an image, without border} */
    public int pixels() {
        return height * width;
    }
}
