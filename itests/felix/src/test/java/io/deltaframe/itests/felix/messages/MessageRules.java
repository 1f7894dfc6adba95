package io.deltaframe.itests.felix.messages;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What holds for every message. */
final class MessageRules {

    private static final Pattern BEGIN = Pattern.compile("deltaframe( [a-z]+)?: .*|Try 'deltaframe help( [a-z]+)?'\\.");
    private static final Pattern CLASS = Pattern.compile("\\b([A-Z]\\w*)?(Exception|Error|Throwable)\\b(?!:? -?\\d)"
            + "|\\b(java|javax|jdk|org|com)(\\.[a-z]\\w*)+\\.[A-Z]\\w*|\\bat [a-z]\\w*(\\.\\w+)+\\(");
    private static final Pattern CONSTANT = Pattern.compile("\\b(START|END|VALUE|FIELD|NOT)_[A-Z_]+\\b");
    private static final Pattern UUID =
            Pattern.compile("\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b");
    private static final Pattern FILE = Pattern.compile("(?<!\\w)'[^']*'(?!\\w)|[\\w/.-]*\\w\\.[a-z][\\w.]*\\w");
    private static final Pattern BAD_END = Pattern.compile(".*([:;,(]|\\bnull|\\s)");
    private static final Pattern BAD_INSIDE = Pattern.compile("\\bnull\\b|: *[:;]|; *[:;]|\\(\\)|\\.; |\\.: |\\t");
    private static final Pattern BETWEEN_CLAUSES = Pattern.compile(": |; |, ");
    private static final Pattern LINE_OF_A_LIST = Pattern.compile("\\bline \\d+: ");
    /** Shorter clauses, such as "line 2", may come again. */
    private static final int CLAUSE = 12;

    private MessageRules() { }

    /** {@return what is wrong with what was said; empty if nothing is} */
    static List<String> broken(MessageKind.Row row, Told told) {
        List<String> broken = new ArrayList<>();
        if (told.lines().isEmpty()) {
            return List.of("nothing was said");
        }
        if (!told.lines().getFirst().contains(row.names())) {
            broken.add("expected it to name " + row.names() + ": " + told.lines().getFirst());
        }
        Set<String> before = new HashSet<>();
        for (String line : told.lines()) {
            if (told.status() >= 0 && !BEGIN.matcher(line).matches()) {
                broken.add("expected a line that begins with 'deltaframe: ', as messages are of one line: " + line);
            }
            if (!before.add(line)) {
                broken.add("said twice: " + line);
            }
            broken.addAll(broken(line));
            int first = line.indexOf(row.names());
            if (first >= 0 && line.substring(first + row.names().length()).matches(
                            ".*[\\s/'\"]" + Pattern.quote(row.names()) + "([\\s:;,'\"].*|$)")) {
                broken.add("names " + row.names() + " twice: " + line);
            }
        }
        return broken;
    }

    /** {@return what is wrong with a line} */
    static List<String> broken(String line) {
        List<String> broken = new ArrayList<>();
        find(broken, CLASS, line, "has a class's name");
        find(broken, CONSTANT, line, "has a constant's name");
        find(broken, UUID, line, "has a UUID");
        find(broken, BAD_INSIDE, line, "is put together badly");
        if (BAD_END.matcher(line).matches()) {
            broken.add("does not end properly: " + line);
        }
        // Of several lines of a list the same may be wrong
        for (String part : LINE_OF_A_LIST.split(line)) {
            twice(broken, part, line);
        }
        return broken;
    }

    private static void twice(List<String> broken, String part, String line) {
        Set<String> files = new HashSet<>();
        Matcher file = FILE.matcher(part);
        while (file.find()) {
            if (!files.add(file.group().replaceAll("'", "").replaceFirst(".*/", ""))) {
                broken.add("names " + file.group() + " twice: " + line);
            }
        }
        Set<String> clauses = new HashSet<>();
        for (String clause : BETWEEN_CLAUSES.split(part)) {
            if (clause.length() >= CLAUSE && !clauses.add(clause)) {
                broken.add("says '" + clause + "' twice: " + line);
            }
        }
    }

    private static void find(List<String> broken, Pattern pattern, String line, String what) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.find()) {
            broken.add(what + " (" + matcher.group() + "): " + line);
        }
    }
}
