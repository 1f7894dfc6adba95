package io.deltaframe.video.demux;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Frames that are missing from a stream without its container saying so: what was lost on the way or overwritten leaves
 * a gap in the time stamps of the packets.
 *
 * <p>A gap means loss only where frames otherwise come at one distance. It is taken for one where four fifths of all
 * distances are as good as equal; a distance of at least 1.75 of these is a gap. Films of variable frame rate, whose
 * distances differ, have no gaps.
 *
 * <p>For one thread at a time.
 */
final class TimeGaps {

    private static final double REGULAR_SHARE = 0.8;
    private static final double GAP = 1.75;
    private static final int MIN_DISTANCES = 8;
    /** Distances told apart; a stream with more has no regular one. */
    private static final int MAX_DISTANCES = 4096;
    /** A longer gap is a jump of the clock: how many frames it stands for cannot be said. */
    private static final double LONGEST_GAP_SECONDS = 600;

    private final double secondsPerTick;
    private final TreeMap<Long, Distance> distances = new TreeMap<>();
    private boolean any;
    private long first;
    private long last;
    private long count;

    /** How often a distance occurs, and after which time first. */
    private static final class Distance {
        private long times;
        private final long firstAfter;

        Distance(long firstAfter) {
            this.firstAfter = firstAfter;
        }
    }

    TimeGaps(double secondsPerTick) {
        this.secondsPerTick = secondsPerTick;
    }

    /**
     * Takes the next time stamp.
     *
     * @param time in ticks; one that goes back starts anew
     */
    void add(long time) {
        if (!any) {
            any = true;
            first = time;
        } else if (time > last && distances.size() < MAX_DISTANCES) {
            long after = last;
            distances.computeIfAbsent(time - last, distance -> new Distance(after)).times++;
            count++;
        }
        last = time;
    }

    /** {@return the last time stamp} */
    long last() {
        return last;
    }

    /** {@return the distance that most packets have, in ticks; 0 where they have no regular one} */
    long regular() {
        if (count < MIN_DISTANCES || distances.size() >= MAX_DISTANCES) {
            return 0;
        }
        long often = 0;
        long most = 0;
        for (Map.Entry<Long, Distance> distance : distances.entrySet()) {
            if (distance.getValue().times > most) {
                most = distance.getValue().times;
                often = distance.getKey();
            }
        }
        long slack = Math.max(1, often / 8);    // 1: 30 frames a second in milliseconds are 33 and 34 apart
        long near = distances.subMap(often - slack, true, often + slack, true).values().stream()
                .mapToLong(distance -> distance.times).sum();
        return near >= REGULAR_SHARE * count ? often : 0;
    }

    /** {@return how many frames are missing and where, in words; empty where none are} */
    String inWords() {
        long regular = regular();
        if (regular == 0) {
            return "";
        }
        long missing = 0;
        long gaps = 0;
        long ticks = 0;
        long at = Long.MAX_VALUE;
        for (Map.Entry<Long, Distance> distance : distances.tailMap((long) Math.ceil(GAP * regular)).entrySet()) {
            if (distance.getKey() * secondsPerTick <= LONGEST_GAP_SECONDS) {
                long times = distance.getValue().times;
                missing += times * (Math.round((double) distance.getKey() / regular) - 1);
                gaps += times;
                ticks += times * (distance.getKey() - regular);
                at = Math.min(at, distance.getValue().firstAfter);
            }
        }
        if (missing == 0) {
            return "";
        }
        return String.format(Locale.ROOT, "about %d %s missing: the time stamps leave out %.2f s%s %.2f s", missing,
                missing == 1 ? "frame is" : "frames are", ticks * secondsPerTick,
                gaps == 1 ? " after" : " in " + gaps + " places, the first after", (at - first) * secondsPerTick);
    }
}
