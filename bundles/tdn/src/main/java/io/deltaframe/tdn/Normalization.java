package io.deltaframe.tdn;

import java.util.List;

/**
 * How bytes become the network's input: {@code (byte / 255 - mean) / std} for each colour.
 *
 * @param mean of red, green, blue
 * @param std  of red, green, blue; positive
 */
public record Normalization(List<Float> mean, List<Float> std) {

    /** Mean and standard deviation of ImageNet, as the released networks were trained with. */
    public static final Normalization IMAGENET =
            new Normalization(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if there are not three of each, all finite, or a deviation is not positive
     */
    public Normalization {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != 3 || std.size() != 3 || std.stream().anyMatch(s -> !(s > 0))
                || mean.stream().anyMatch(m -> !Float.isFinite(m)) || std.stream().anyMatch(s -> !Float.isFinite(s))) {
            throw new IllegalArgumentException(
                    "normalisation needs three finite means and three positive deviations but has " + mean + " and "
                    + std);
        }
    }
}
