package io.deltaframe.recognizer.labels;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Labels in a table of two columns, one of them numbers. A file is taken for one only if every line is a row of it (but
 * for a heading), so that names with commas remain names.
 */
final class TableLabels {

    /** Number and separator before the name, or after it. A name in quotes may hold the separator. */
    private static final List<Pattern> NUMBER_FIRST = List.of(
            Pattern.compile("(\\d{1,6})\\s*,\\s*(.+)"), Pattern.compile("(\\d{1,6})\\s*;\\s*(.+)"),
            Pattern.compile("(\\d{1,6})\\s*[:.)=-]\\s+(.+)"), Pattern.compile("(\\d{1,6})\\s+(.+)"));
    private static final List<Pattern> NUMBER_LAST = List.of(
            Pattern.compile("(.+?)\\s*,\\s*(\\d{1,6})"), Pattern.compile("(.+?)\\s*;\\s*(\\d{1,6})"),
            Pattern.compile("(.+?)\\s*\\t\\s*(\\d{1,6})"), Pattern.compile("(.+?)\\s*[:=]\\s*(\\d{1,6})"));
    /** Names end in numbers too, so that these count only if they are those of all classes. */
    private static final Pattern NUMBER_BEHIND = Pattern.compile("(.*\\S)\\s+(\\d{1,6})");

    private TableLabels() { }

    /** {@return the labels, or empty if the lines are no such table} */
    static Optional<List<String>> parse(List<String> lines, String file) throws IOException {
        // A heading has no number where the other lines have theirs
        for (int from = 0; from < Math.min(2, lines.size()); from++) {
            List<String> rows = lines.subList(from, lines.size());
            if (from == 1 && (rows.isEmpty() || !lines.getFirst().matches("[^,;\\t]+[,;\\t][^,;\\t]+"))) {
                break;
            }
            for (Pattern pattern : NUMBER_FIRST) {
                if (rows.stream().allMatch(row -> pattern.matcher(row).matches())) {
                    return Optional.of(labels(rows, pattern, 1, 2, file));
                }
            }
            for (Pattern pattern : NUMBER_LAST) {
                if (rows.stream().allMatch(row -> pattern.matcher(row).matches())) {
                    return Optional.of(labels(rows, pattern, 2, 1, file));
                }
            }
        }
        return behind(lines, file);
    }

    private static Optional<List<String>> behind(List<String> rows, String file) throws IOException {
        Set<Integer> numbers = new TreeSet<>();
        for (String row : rows) {
            Matcher columns = NUMBER_BEHIND.matcher(row);
            if (!columns.matches()) {
                return Optional.empty();
            }
            numbers.add(Integer.parseInt(columns.group(2)));
        }
        int first = numbers.stream().findFirst().orElse(-1);
        boolean all = rows.size() > 1 && numbers.size() == rows.size() && (first == 0 || first == 1)
                && numbers.contains(first + rows.size() - 1);
        if (!all) {
            return Optional.empty();
        }
        List<String> labels = labels(rows, NUMBER_BEHIND, 2, 1, file);
        // Of classes called size 1, size 2 and so on the numbers are a part of the names
        return labels.stream().distinct().count() == labels.size() ? Optional.of(labels) : Optional.empty();
    }

    private static List<String> labels(List<String> rows, Pattern pattern, int number, int name, String file)
            throws IOException {
        NumberedLabels labels = new NumberedLabels(file);
        for (String row : rows) {
            Matcher columns = pattern.matcher(row);
            if (!columns.matches()) {
                throw new IllegalStateException(row);
            }
            labels.put(Integer.parseInt(columns.group(number)), unquoted(columns.group(name)));
        }
        return labels.inOrder();
    }

    /** {@return whether a text is the number of a class} */
    static boolean isNumber(String text) {
        return text.strip().matches("\\d{1,6}");
    }

    /** {@return a field without the quotes around it, doubled ones inside taken for one} */
    static String unquoted(String field) {
        if (field.length() < 2 || !field.startsWith("\"") || !field.endsWith("\"")) {
            return field;
        }
        String inside = field.substring(1, field.length() - 1);
        return inside.replace("\"\"", "").contains("\"") ? field : inside.replace("\"\"", "\"").strip();
    }
}
