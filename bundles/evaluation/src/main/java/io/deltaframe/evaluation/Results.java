package io.deltaframe.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an evaluation found. */
public final class Results {

    private static final int CONFUSIONS = 20;

    private final Protocol protocol;
    private final Tally tally;
    private final int resumed;
    private final double seconds;
    private final int workers;
    private final Map<String, String> environment;

    Results(Protocol protocol, Tally tally, int resumed, double seconds, int workers, Map<String, String> environment) {
        this.protocol = protocol;
        this.tally = tally;
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
        return tally.done();
    }

    /** {@return videos that were recognised} */
    public int scored() {
        return tally.scored();
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
        return tally.precision1();
    }

    /** {@return percent of the videos recognised whose right class was among the first five} */
    public double precision5() {
        return tally.precision5();
    }

    /** {@return percent of right answers a class, averaged over the classes that have videos} */
    public double classAccuracy() {
        return tally.classAccuracy();
    }

    /** {@return number of videos with a warning, such as damage that was passed over} */
    public int warned() {
        return tally.warned();
    }

    /** {@return the videos that could not be recognised, each with the reason} */
    public List<String> unreadable() {
        List<String> lines = new ArrayList<>();
        tally.unreadable().forEach(video -> lines.add(video.path() + ": " + video.reason()));
        return lines;
    }

    /**
     * {@return the pairs of classes most often confused, in words, the worst first}
     *
     * @param count how many
     */
    public List<String> mostConfused(int count) {
        List<String> labels = protocol.model().labels();
        return tally.mostConfused(count).stream().map(pair -> String.format(Locale.ROOT, "%d (%.0f %%)  %s  taken for  %s", pair.videos(),
                100 * pair.share(), labels.get(pair.label()), labels.get(pair.prediction()))).toList();
    }

    Tally tally() {
        return tally;
    }

    int workers() {
        return workers;
    }

    Map<String, String> environment() {
        return environment;
    }

    List<Tally.Confusion> confusions() {
        return tally.mostConfused(CONFUSIONS);
    }
}
