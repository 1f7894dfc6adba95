package io.deltaframe.operators.layout;

/**
 * Feature maps of some segments in one array: channels-last, the channels of a pixel padded to {@code stride} floats,
 * with a border of {@code pad} zero pixels around each image. Writers leave border and channel padding zero. The first
 * pixel begins a cache line, if the array is large. A map can be read some way past its end: {@link #PIXELS_PAST_END}
 * pixels, and two vectors, by which inputs are gathered.
 */
public final class FeatureMap {

    /** Pixels that may be read behind the last one: a tile reads all its pixels, whatever it writes. */
    public static final int PIXELS_PAST_END = 14;

    public final int images;
    public final int height;
    public final int width;
    public final int channels;
    public final int stride;
    public final int pad;
    /** The array; in a {@link Workspace} there is none before that has been allocated. */
    public float[] data;
    private final int first;

    /**
     * Feature maps in an array of their own, whose channels are padded to whole vectors.
     *
     * @param images   number of images
     * @param height   rows without border
     * @param width    columns without border
     * @param channels channels that mean something
     * @param pad      zero pixels on each side
     */
    public FeatureMap(int images, int height, int width, int channels, int pad) {
        this(images, height, width, channels, pad, new Workspace());
    }

    private FeatureMap(int images, int height, int width, int channels, int pad, Workspace own) {
        this(own, images, height, width, channels, pad);
        own.allocate();
    }

    /**
     * Feature maps in a workspace.
     *
     * @param workspace where the array will come from
     * @param images    number of images
     * @param height    rows without border
     * @param width     columns without border
     * @param channels  channels that mean something
     * @param pad       zero pixels on each side
     */
    public FeatureMap(Workspace workspace, int images, int height, int width, int channels, int pad) {
        this(workspace, images, height, width, channels, Lanes.padded(channels), pad);
    }

    private FeatureMap(Workspace workspace, int images, int height, int width, int channels, int stride, int pad) {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("frames are too small for this network: a feature map of " + channels
                    + " channels would be " + height + "x" + width);
        }
        this.images = images;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.stride = stride;
        this.pad = pad;
        long pixels = Math.multiplyExact((long) images, Math.multiplyExact(height + 2L * pad, width + 2L * pad));
        long overread = Math.max(PIXELS_PAST_END * stride, 2 * Lanes.L);
        this.first = workspace.reserve(Math.addExact(Math.multiplyExact(pixels, stride), overread),
                array -> data = array);
    }

    /**
     * {@return feature maps in an array of their own, without padding of the channels}
     *
     * @param images   number of images
     * @param height   rows without border
     * @param width    columns without border
     * @param channels channels
     * @param pad      zero pixels on each side
     */
    public static FeatureMap dense(int images, int height, int width, int channels, int pad) {
        Workspace own = new Workspace();
        FeatureMap map = dense(own, images, height, width, channels, pad);
        own.allocate();
        return map;
    }

    /**
     * {@return feature maps without padding of the channels, for the inputs of the stems, which are written one by one}
     *
     * @param workspace where the array will come from
     * @param images    number of images
     * @param height    rows without border
     * @param width     columns without border
     * @param channels  channels
     * @param pad       zero pixels on each side
     */
    public static FeatureMap dense(Workspace workspace, int images, int height, int width, int channels, int pad) {
        return new FeatureMap(workspace, images, height, width, channels, channels, pad);
    }

    /** {@return floats from a row to the next} */
    public int rowStride() {
        return (width + 2 * pad) * stride;
    }

    /** {@return floats from an image to the next} */
    public int imageStride() {
        return (height + 2 * pad) * rowStride();
    }

    /**
     * {@return position of a pixel's first channel}
     *
     * @param image number of the image
     * @param y     row, from {@code -pad}
     * @param x     column, from {@code -pad}
     */
    public int index(int image, int y, int x) {
        return first + image * imageStride() + (y + pad) * rowStride() + (x + pad) * stride;
    }

    /** {@return the values as images x channels x height x width, without padding} */
    public float[] toNchw() {
        float[] nchw = new float[images * channels * height * width];
        int i = 0;
        for (int n = 0; n < images; n++) {
            for (int c = 0; c < channels; c++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        nchw[i++] = data[index(n, y, x) + c];
                    }
                }
            }
        }
        return nchw;
    }
}
