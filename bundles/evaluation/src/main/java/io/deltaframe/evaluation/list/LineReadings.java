package io.deltaframe.evaluation.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The ways in which a line can be read. Names of videos have blanks, commas and numbers in them, so that only what is
 * on disk tells {@code path label} from {@code path frames label}.
 *
 * @param readings each a path with what is left of it behind; empty if the line cannot be a video with its label
 * @param several  readings with several labels, which no evaluation can count; those of them that the separators show
 *                 come first
 * @param shown    whether separators show that there are several labels, whatever is on disk
 * @param problem  why there are no readings; empty if there are some
 */
record LineReadings(List<Reading> readings, List<Several> several, boolean shown, String problem) {

    private static final Pattern LABELS_LAST =
            Pattern.compile(".*[\\s,;][\\[(]?(\\d{1,9}(?:\\s*[|/;,+&]\\s*\\d{1,9})+)[\\])]?");
    private static final Pattern NUMBER_FIRST = Pattern.compile("\\d{1,9}[\\s,;].*\\p{L}.*");
    private static final Pattern NUMBER = Pattern.compile("[\"']?-?[\\d.]+[\"']?");
    /** As far from the end as several labels are looked for. */
    private static final int LABELS = 200;
    private static final int MOST_DIGITS = 9;
    private static final Set<String> HEADINGS = Set.of("path", "video", "file", "filename", "name", "id", "video_id",
            "video_path", "file_path", "clip", "label", "labels", "class", "class_id", "category", "target", "frames",
            "num_frames", "label_id");
    /** More numbers at the end of a line than any list has. */
    private static final int MOST_NUMBERS = 32;

    /**
     * A video with one label.
     *
     * @param path    as the line has it, without quotes around it
     * @param counted whether the line has a number of frames
     * @param frames  0 where the line has none
     * @param label   as the line has it
     */
    record Reading(String path, boolean counted, int frames, int label) { }

    /**
     * A video with several.
     *
     * @param path   as the line has it
     * @param labels in words
     */
    record Several(String path, String labels) { }

    /**
     * The number at the end of a text.
     *
     * @param head   what stands before it
     * @param gap    what separates them
     * @param number its digits
     */
    private record Last(String head, String gap, String number) {

        /** Character by character: patterns take the square of a line of blanks. */
        static Last of(String text) {
            int end = text.length();
            while (end > 0 && isGap(text.charAt(end - 1))) {
                end--;
            }
            boolean quoted = end > 0 && isQuote(text.charAt(end - 1));
            int digits = quoted ? end - 1 : end;
            int begin = digits;
            while (begin > 0 && text.charAt(begin - 1) >= '0' && text.charAt(begin - 1) <= '9') {
                begin--;
            }
            if (begin == digits || digits - begin > MOST_DIGITS
                    || quoted && (begin == 0 || text.charAt(begin - 1) != text.charAt(end - 1))) {
                return null;
            }
            int behind = quoted ? begin - 1 : begin;
            int head = behind;
            while (head > 0 && isGap(text.charAt(head - 1))) {
                head--;
            }
            return head == 0 || head == behind ? null : new Last(text.substring(0, head),
                    text.substring(head, behind), text.substring(begin, digits));
        }
    }

    static LineReadings of(String text) {
        List<String> heads = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        String rest = text;
        while (numbers.size() < MOST_NUMBERS && !isQuoted(rest)) {
            Last last = Last.of(rest);
            if (last == null) {
                break;
            }
            rest = last.head();
            heads.add(rest);
            gaps.addFirst(last.gap());
            numbers.addFirst(last.number());
        }
        if (heads.isEmpty()) {
            Matcher labels = LABELS_LAST.matcher(text.substring(Math.max(0, text.length() - LABELS)));
            return new LineReadings(List.of(), List.of(), false, labels.matches()
                    ? severalText(labels.group(1)) : problem(text));
        }
        // What is quoted is the path, whole
        boolean quoted = isQuoted(heads.getLast());
        int count = heads.size();
        boolean mixed = count >= 2 && gaps.getLast().contains(",") && !gaps.get(count - 2).contains(",");
        List<Reading> readings = new ArrayList<>();
        List<Several> several = new ArrayList<>();
        for (int taken = 1; taken <= count; taken++) {
            String path = unquoted(heads.get(taken - 1));
            List<String> behind = numbers.subList(count - taken, count);
            if (quoted && taken < count) {
                continue;
            }
            if (taken > 2 || taken == 2 && mixed) {
                several.add(new Several(path, String.join(", ", behind)));
            } else {
                int frames = taken == 2 ? Integer.parseInt(behind.getFirst()) : 0;
                readings.add(new Reading(path, taken == 2, frames, Integer.parseInt(behind.getLast())));
            }
        }
        return new LineReadings(List.copyOf(readings), List.copyOf(several), mixed, "");
    }

    /** {@return whether a line names columns} */
    static boolean isHeading(String text) {
        List<String> fields = List.of(text.toLowerCase(Locale.ROOT).replaceAll("[\"'#]", "").strip().split("[\\s,;]+"));
        return fields.size() > 1 && HEADINGS.containsAll(fields);
    }

    /** {@return the paths that the line may mean} */
    List<String> paths() {
        return readings.stream().map(Reading::path).collect(Collectors.toList());
    }

    /**
     * {@return what is wrong with a path that is nowhere, where it is a video and a number that counts nothing}
     *
     * @param isThere tells whether a path is somewhere
     */
    static Optional<String> oddNumber(String path, Predicate<String> isThere) {
        int end = path.length();
        while (end > 0 && !isGap(path.charAt(end - 1))) {
            end--;
        }
        int head = end;
        while (head > 0 && isGap(path.charAt(head - 1))) {
            head--;
        }
        String last = path.substring(end);
        return head == 0 || last.length() > LABELS || !NUMBER.matcher(last).matches()
                || !isThere.test(unquoted(path.substring(0, head))) ? Optional.empty()
                : Optional.of("expected a number of frames, found " + last + " behind '"
                        + quotable(path.substring(0, head)) + "'");
    }

    /** {@return what is wrong with several labels} */
    static String severalText(String labels) {
        return "expected one label, found " + labels;
    }

    private static String problem(String text) {
        String expected = "expected 'path label' or 'path frames label', found '" + quotable(text) + "'";
        if (NUMBER_FIRST.matcher(text).matches()) {
            return expected + "; the number comes last";
        }
        int end = text.length();
        while (end > 0 && !isGap(text.charAt(end - 1))) {
            end--;
        }
        String last = text.substring(end);
        if (end > 1 && NUMBER.matcher(last).matches()) {
            return "expected the number of a class, found " + quotable(last) + " behind '"
                    + quotable(text.substring(0, end - 1)) + "'";
        }
        return expected;
    }

    /** {@return a text as it can stand in a message: short, in one line} */
    static String quotable(String text) {
        String plain = ListText.line(text);
        return plain.length() > 200 ? plain.substring(0, plain.offsetByCodePoints(0, 100)) + "…" : plain;
    }

    private static boolean isGap(char c) {
        return c == ',' || c == ';' || ListText.isBlank(c);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private static boolean isQuoted(String text) {
        return text.length() > 1 && (text.startsWith("\"") || text.startsWith("'"))
                && text.charAt(text.length() - 1) == text.charAt(0)
                && text.replace("\"\"", "").indexOf(text.charAt(0), 1) == text.replace("\"\"", "").length() - 1;
    }

    private static String unquoted(String text) {
        return isQuoted(text) ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
    }
}
