package io.deltaframe.tdn;

import java.util.List;

/**
 * Shape of a TDN: a ResNet of bottlenecks with a short-term branch beside its first stage.
 *
 * @param depths   bottlenecks in stages 1 to 4; 3, 4, 6, 3 is ResNet-50 and 3, 4, 23, 3 is ResNet-101
 * @param width    channels of the stem; 64 in the released models
 * @param classes  number of classes
 * @param segments segments a clip; 8 or 16 in the released models
 */
public record Architecture(List<Integer> depths, int width, int classes, int segments) {

    /** Depths of ResNet-50. */
    public static final List<Integer> RESNET_50 = List.of(3, 4, 6, 3);
    /** Depths of ResNet-101. */
    public static final List<Integer> RESNET_101 = List.of(3, 4, 23, 3);
    /** Channels of the stem in the released models. */
    public static final int RELEASED_WIDTH = 64;

    /** Frames a segment; the released networks know no other number. */
    public static final int FRAMES_PER_SEGMENT = 5;

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if one is out of its range; the message names it
     */
    public Architecture {
        depths = List.copyOf(depths);
        if (depths.size() != 4 || depths.stream().anyMatch(d -> d < 1)) {
            throw new IllegalArgumentException("a TDN has four stages of at least one bottleneck but depths are "
                    + depths);
        }
        // Motion excitation squeezes 2 * width channels sixteenfold, temporal convolution cuts them into eighths.
        if (width < 8 || width % 4 != 0) {
            throw new IllegalArgumentException("width must be a multiple of 4, at least 8, but is " + width);
        }
        if (classes < 1) {
            throw new IllegalArgumentException("a TDN has at least one class but classes is " + classes);
        }
        if (segments < 1) {
            throw new IllegalArgumentException("a clip has at least one segment but segments is " + segments);
        }
    }

    /** {@return share of the RGB path where the short-term branch is fused in: 0.5 at 8 segments, 0.75 otherwise} */
    public float fusionAlpha() {
        return segments == 8 ? 0.5f : 0.75f;
    }

    /** {@return share of the short-term branch where it is fused in} */
    public float fusionBeta() {
        return 1 - fusionAlpha();
    }

    /** {@return numbers in the features of a segment, averaged over its pixels: what the head has weights for} */
    public int features() {
        return 32 * width;
    }

    /**
     * {@return the architecture in words: {@code TDN-ResNet-50}, or depths and width where they are not the released
     * ones}
     */
    public String describe() {
        String depth = "depths " + depths.get(0) + "," + depths.get(1) + "," + depths.get(2) + "," + depths.get(3);
        if (width == RELEASED_WIDTH && depths.equals(RESNET_50)) {
            return "TDN-ResNet-50";
        }
        if (width == RELEASED_WIDTH && depths.equals(RESNET_101)) {
            return "TDN-ResNet-101";
        }
        return "TDN, " + depth + ", width " + width;
    }
}
