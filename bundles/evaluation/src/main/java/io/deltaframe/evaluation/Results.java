package io.deltaframe.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an evaluation found. */
public final class Results {

    /** More than any path of a data set with a reason behind it; in characters. */
    private static final int LONGEST = 900;

    private static final int CONFUSIONS = 20;

    private final Protocol protocol;
    private final EvaluationMetrics metrics;
    private final int resumed;
    private final double seconds;
    private final int workers;
    private final Map<String, String> environment;

    Results(Protocol protocol, EvaluationMetrics metrics, int resumed, double seconds, int workers,
            Map<String, String> environment) {
        this.protocol = protocol;
        this.metrics = metrics;
        this.resumed = resumed;
        this.seconds = seconds;
        this.workers = workers;
        this.environment = environment;
    }

    /** {@return what the numbers are of} */
    public Protocol protocol() {
        return protocol;
    }

    /** {@return videos of the list} */
    public int videos() {
        return metrics.done();
    }

    /** {@return videos that were recognised} */
    public int scored() {
        return metrics.scored();
    }

    /** {@return videos that earlier runs had done} */
    public int resumed() {
        return resumed;
    }

    /** {@return seconds this run took} */
    public double seconds() {
        return seconds;
    }

    /** {@return percent of the videos recognised whose right class came first} */
    public double precision1() {
        return metrics.precision1();
    }

    /** {@return percent of the videos recognised whose right class was among the first five} */
    public double precision5() {
        return metrics.precision5();
    }

    /** {@return percent of right answers a class, averaged over the classes that have videos} */
    public double classAccuracy() {
        return metrics.classAccuracy();
    }

    /** {@return number of videos with a warning, such as damage that was passed over} */
    public int warned() {
        return metrics.warned();
    }

    /** {@return the videos that could not be recognised, each with its line in the list and the reason} */
    public List<String> unreadable() {
        List<String> lines = new ArrayList<>();
        for (EvaluationMetrics.Unreadable video : metrics.unreadable()) {
            String name = video.path().substring(video.path().lastIndexOf('/') + 1);
            // Most reasons name the video
            lines.add("line " + video.line() + ": " + shortened((video.reason().contains(name) ? ""
                    : video.path() + ": ") + video.reason()));
        }
        return lines;
    }

    /** A path of any length stands in the middle, and the reason last. */
    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST / 3)) + "…"
                + text.substring(text.offsetByCodePoints(text.length(), -LONGEST / 3));
    }

    /**
     * {@return the pairs of classes most often confused, in words, the worst first}
     *
     * @param count how many
     */
    public List<String> mostConfused(int count) {
        List<String> labels = protocol.model().labels();
        return metrics.mostConfused(count).stream()
                .map(pair -> String.format(Locale.ROOT, "%d (%.0f %%)  %s  taken for  %s", pair.videos(),
                100 * pair.share(), labels.get(pair.label()), labels.get(pair.prediction()))).toList();
    }

    EvaluationMetrics metrics() {
        return metrics;
    }

    int workers() {
        return workers;
    }

    Map<String, String> environment() {
        return environment;
    }

    List<EvaluationMetrics.Confusion> confusions() {
        return metrics.mostConfused(CONFUSIONS);
    }
}
