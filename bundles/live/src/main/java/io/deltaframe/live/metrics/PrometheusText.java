package io.deltaframe.live.metrics;

import io.deltaframe.api.metrics.Distribution;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Writes Prometheus' text exposition format, version 0.0.4: families of samples, each with its help and its type. */
final class PrometheusText {

    private final StringBuilder text = new StringBuilder();

    /**
     * Writes a counter of each of several things.
     *
     * @param name   ends with {@code _total}
     * @param help   what is counted
     * @param things that have it
     * @param labels of a thing
     * @param value  of a thing
     */
    <T> void counter(String name, String help, Collection<T> things, Function<T, Map<String, String>> labels,
                     ToDoubleFunction<T> value) {
        family(name, "counter", help);
        things.forEach(thing -> sample(name, labels.apply(thing), value.applyAsDouble(thing)));
    }

    /** Writes a number that goes up and down, of each of several things. */
    <T> void gauge(String name, String help, Collection<T> things, Function<T, Map<String, String>> labels,
                   ToDoubleFunction<T> value) {
        family(name, "gauge", help);
        things.forEach(thing -> sample(name, labels.apply(thing), value.applyAsDouble(thing)));
    }

    /** Writes times in buckets, of each of several things that each have one label. */
    <T> void histogram(String name, String help, Collection<T> things, Function<T, Map<String, String>> labels,
                       Function<T, Distribution> value) {
        family(name, "histogram", help);
        for (T thing : things) {
            Map.Entry<String, String> label = labels.apply(thing).entrySet().iterator().next();
            Distribution times = value.apply(thing);
            for (Distribution.Bucket bucket : times.buckets()) {
                bucket(name, label, number(bucket.upTo()), bucket.count());
            }
            bucket(name, label, "+Inf", times.count());
            sample(name + "_sum", Map.ofEntries(label), times.sum());
            sample(name + "_count", Map.ofEntries(label), (double) times.count());
        }
    }

    private void family(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ')
                .append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n')
                .append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void bucket(String name, Map.Entry<String, String> label, String bound, long count) {
        text.append(name).append("_bucket{");
        label(label);
        text.append(",le=\"").append(bound).append("\"} ").append(count).append('\n');
    }

    private void sample(String name, Map<String, String> labels, double value) {
        text.append(name);
        char before = '{';
        for (Map.Entry<String, String> label : labels.entrySet()) {
            text.append(before);
            label(label);
            before = ',';
        }
        text.append(before == ',' ? "} " : " ").append(number(value)).append('\n');
    }

    private void label(Map.Entry<String, String> label) {
        text.append(label.getKey()).append("=\"")
                .append(label.getValue().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                .append('"');
    }

    /** {@return a number as the format has it: whole ones without a point} */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value)
                : Double.toString(value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
