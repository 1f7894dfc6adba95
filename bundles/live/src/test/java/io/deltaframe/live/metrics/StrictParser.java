package io.deltaframe.live.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Prometheus' text exposition format 0.0.4 and takes offence at everything its page forbids or only tolerates:
 * samples without a type before them, families in several parts, labels or samples that come twice, unknown escapes,
 * names against the conventions, buckets that do not grow or lack {@code +Inf}.
 */
final class StrictParser {

    private static final Pattern META = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(.*)\\})? ([0-9.eE+-]+|NaN|\\+Inf|-Inf)", Pattern.DOTALL);
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"(,|$)");

    /** One line that is no comment. */
    record Sample(String name, Map<String, String> labels, double value) { }

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Set<String> helps = new HashSet<>();
    private final List<Sample> samples = new ArrayList<>();
    private String family = "";

    static StrictParser read(String text) {
        StrictParser parser = new StrictParser();
        require(text.isEmpty() || text.endsWith("\n"), "the last line has no line feed");
        if (!text.isEmpty()) {
            // Not lines(): a carriage return, which a label may have, ends no line
            for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
                parser.line(line);
            }
        }
        parser.types.forEach((name, type) -> parser.family(name, type));
        return parser;
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }

    private void line(String line) {
        Matcher meta = META.matcher(line);
        if (meta.matches()) {
            meta(meta.group(1), meta.group(2), meta.group(3));
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        require(sample.matches(), "neither a comment nor a sample: " + line);
        String name = sample.group(1);
        boolean parts = "histogram".equals(types.get(family));
        require(parts ? name.matches(Pattern.quote(family) + "_(bucket|sum|count)") : name.equals(family),
                "a sample outside its family " + family + ": " + line);
        Sample read = new Sample(name, labels(sample.group(3)), number(sample.group(4)));
        require(samples.stream().noneMatch(other -> other.name().equals(name)
                && other.labels().equals(read.labels())), "twice: " + line);
        samples.add(read);
    }

    private void meta(String word, String name, String rest) {
        if (word.equals("HELP")) {
            require(helps.add(name), "help twice: " + name);
            require(!rest.replace("\\\\", "").replace("\\n", "").contains("\\"), "an unknown escape: " + rest);
            require(!rest.isBlank(), "no help: " + name);
        } else {
            require(rest.matches("counter|gauge|histogram"), "no type: " + rest);
            require(types.put(name, rest) == null, "type twice: " + name);
            require(helps.contains(name), "no help before the type: " + name);
        }
        family = name;
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        int at = 0;
        while (text != null && at < text.length()) {
            require(label.find(at) && label.start() == at, "no label at " + at + ": " + text);
            require(labels.put(label.group(1), unescaped(label.group(2))) == null, "a label twice: " + text);
            at = label.end();
        }
        require(text == null || !text.endsWith(","), "a comma behind the last label: " + text);
        return labels;
    }

    private static String unescaped(String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                c = value.charAt(++i);
                require(c == '\\' || c == '"' || c == 'n', "an unknown escape: " + value);
                c = c == 'n' ? '\n' : c;
            }
            plain.append(c);
        }
        return plain.toString();
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private void family(String name, String type) {
        require(type.equals("counter") == name.endsWith("_total"), "only counters end with _total: " + name);
        if (type.equals("histogram")) {
            require(name.endsWith("_seconds"), "no unit: " + name);
            samples.stream().filter(sample -> sample.name().equals(name + "_count")).forEach(this::buckets);
        }
    }

    private void buckets(Sample count) {
        String name = count.name().replaceFirst("_count$", "_bucket");
        double bound = Double.NEGATIVE_INFINITY;
        double least = 0;
        for (Sample sample : samples) {
            Map<String, String> labels = new TreeMap<>(sample.labels());
            String le = labels.remove("le");
            if (sample.name().equals(name) && labels.equals(count.labels())) {
                require(number(le) > bound, "bounds do not grow: " + sample);
                require(sample.value() >= least, "counts fall: " + sample);
                bound = number(le);
                least = sample.value();
            }
        }
        require(bound == Double.POSITIVE_INFINITY && least == count.value(), "the last bucket is not all: " + count);
        value(name.replaceFirst("_bucket$", "_sum"), count.labels());
    }

    /** {@return the value of a sample that must be there} */
    double value(String name, Map<String, String> labels) {
        return samples.stream().filter(sample -> sample.name().equals(name) && sample.labels().equals(labels))
                .findFirst().orElseThrow(() -> new AssertionError("no " + name + labels)).value();
    }

    /** {@return families and their types} */
    Map<String, String> types() {
        return types;
    }
}
