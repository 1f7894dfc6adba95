package io.deltaframe.evaluation;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Videos by right class and class they were taken for, as a table and as a picture. */
final class ConfusionMatrix {

    /** The picture is about this large, whatever the number of classes. */
    private static final int SIDE = 1024;
    private static final int LARGEST_CELL = 48;
    private static final int SHADES = 255;
    private static final int NO_VIDEOS = SHADES;

    private ConfusionMatrix() { }

    /** {@return the counts as CSV: a row a right class, a column a class they were taken for} */
    static String csv(int[][] counts, List<String> labels) {
        StringBuilder csv = new StringBuilder("right class \\ taken for");
        labels.forEach(label -> csv.append(',').append(quoted(label)));
        csv.append('\n');
        for (int label = 0; label < counts.length; label++) {
            csv.append(quoted(labels.get(label)));
            for (int count : counts[label]) {
                csv.append(',').append(count);
            }
            csv.append('\n');
        }
        return csv.toString();
    }

    private static String quoted(String field) {
        return field.matches("[^,\"\\n\\r;]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /**
     * {@return the matrix as a PNG: a row a right class, from white for nothing to dark blue for all videos of the
     * class; grey for a class without videos. Shades go with the square root of the share, or one video in a hundred
     * could not be seen}
     */
    static byte[] png(int[][] counts) throws IOException {
        int classes = counts.length;
        int cell = Math.clamp(SIDE / classes, 1, LARGEST_CELL);
        int width = classes * cell;
        byte[] pixels = new byte[width * width];
        for (int label = 0; label < classes; label++) {
            int videos = 0;
            for (int count : counts[label]) {
                videos += count;
            }
            for (int prediction = 0; prediction < classes; prediction++) {
                int shade = videos == 0 ? NO_VIDEOS
                        : (int) Math.round((SHADES - 1) * Math.sqrt((double) counts[label][prediction] / videos));
                for (int y = label * cell; y < (label + 1) * cell; y++) {
                    Arrays.fill(pixels, y * width + prediction * cell, y * width + (prediction + 1) * cell,
                            (byte) shade);
                }
            }
        }
        return PalettePng.of(width, pixels, palette());
    }

    private static int[] palette() {
        int[] palette = new int[SHADES + 1];
        for (int shade = 0; shade < SHADES; shade++) {
            double share = shade / (SHADES - 1.0);
            palette[shade] = mix(255, 8, share) << 16 | mix(255, 29, share) << 8 | mix(255, 88, share);
        }
        palette[NO_VIDEOS] = 0xD0D0D0;
        return palette;
    }

    private static int mix(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * share);
    }
}
