package io.deltaframe.tdn;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What helps people who look for a key that is not there: the first keys, what they have in common, the nearest. */
final class KeyHints {

    private static final int SHOWN = 3;
    private static final int SHOWN_CHARACTERS = 80;
    private static final int LOOKED_AT = 2000;

    private KeyHints() { }

    /** {@return a part of a sentence about keys among which one was not found} */
    static String about(Collection<String> keys, String expected) {
        if (keys.isEmpty()) {
            return "";
        }
        List<String> first = keys.stream().limit(SHOWN).map(KeyHints::shown).toList();
        String hint = ", the first " + (keys.size() == 1 ? "is " : "are ") + String.join(", ", first);
        String prefix = prefix(keys);
        if (!prefix.isEmpty()) {
            hint += "; all begin with " + shown(prefix);
        }
        return hint + nearest(keys, expected).filter(key -> !first.contains(shown(key)))
                .map(key -> "; the nearest is " + shown(key)).orElse("");
    }

    /** {@return the key that differs least from the expected one, whatever stands before it} */
    static Optional<String> nearest(Collection<String> keys, String expected) {
        int parts = (int) expected.chars().filter(c -> c == '.').count();
        String best = null;
        int least = expected.length() / 3 + 1;
        Iterator<String> iterator = keys.iterator();
        for (int i = 0; i < LOOKED_AT && iterator.hasNext(); i++) {
            String key = iterator.next();
            int distance = distance(tail(key, parts), expected);
            if (distance < least) {
                least = distance;
                best = key;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The last parts of a key, at most as many as the expected key has. */
    private static String tail(String key, int dots) {
        int from = key.length();
        for (int i = 0; i <= dots && from > 0; i++) {
            from = key.lastIndexOf('.', from - 1);
        }
        return key.substring(from < 0 ? 0 : from == 0 ? 0 : from + 1);
    }

    /** Characters to insert, leave out or replace. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > b.length() / 3) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private static String prefix(Collection<String> keys) {
        if (keys.size() < 2) {
            return "";
        }
        String prefix = keys.iterator().next();
        for (String key : keys) {
            int common = 0;
            while (common < Math.min(prefix.length(), key.length()) && prefix.charAt(common) == key.charAt(common)) {
                common++;
            }
            prefix = prefix.substring(0, common);
        }
        return prefix.substring(0, prefix.lastIndexOf('.') + 1);
    }

    /** {@return a text of the file made fit for a message: short, on one line, without control characters} */
    static String shown(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), SHOWN_CHARACTERS); i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.LINE_SEPARATOR
                    || Character.getType(c) == Character.PARAGRAPH_SEPARATOR ? '?' : c);
        }
        return text.length() > SHOWN_CHARACTERS ? line + "..." : line.toString();
    }
}
