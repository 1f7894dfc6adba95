package io.deltaframe.recognizer.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be known about the order of labels without the data set. A wrong order is the trap: every name is there, the
 * count is right, and every answer is wrong. In both versions of Something-Something, classes 86 and 87, 93 and 94, 166
 * and 167 are each other's mirror image ("... from left to right", "... from right to left"); training that flips
 * pictures relies on it.
 */
public final class KnownOrder {

    private static final int SOMETHING_CLASSES = 174;
    private static final int[][] MIRRORED = {{86, 87}, {93, 94}, {166, 167}};

    private KnownOrder() { }

    /**
     * Looks for a sign that labels are not in the order of the released models.
     *
     * @param labels in the order in which they will be used
     * @return what is odd, for a warning; empty if nothing is, or nothing is known about such labels
     */
    public static Optional<String> oddity(List<String> labels) {
        if (labels.size() != SOMETHING_CLASSES
                || labels.stream().filter(KnownOrder::saysSomething).count() <= SOMETHING_CLASSES / 2) {
            return Optional.empty();
        }
        List<String> odd = new ArrayList<>();
        for (int[] pair : MIRRORED) {
            String left = labels.get(pair[0]);
            String right = labels.get(pair[1]);
            if (!mirrored(words(left)).equals(words(right)) || mirrored(words(left)).equals(words(left))) {
                odd.add(pair[0] + " '" + left + "' and " + pair[1] + " '" + right + "'");
            }
        }
        if (odd.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("the labels look like Something-Something's but not in the order of the released models, in "
                + "which classes 86 and 87, 93 and 94, 166 and 167 are left and right of each other; found "
                + String.join(", ", odd));
    }

    private static boolean saysSomething(String label) {
        return label.toLowerCase(Locale.ROOT).contains("something");
    }

    private static String words(String label) {
        return label.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]\"']", "").strip();
    }

    private static String mirrored(String words) {
        return words.replace("left", "\0").replace("right", "left").replace("\0", "right");
    }
}
