package io.deltaframe.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Times pieces of work in turn: A B C, A B C and so on, because the speed of a shared machine changes by the second.
 * Idle threads of a thread pool spin for a while before they sleep and would take a core from the next peer: before
 * each turn there is a pause, and a run that is not counted where a run is short. A turn in which other processes took
 * the processors is repeated, and the one counts in which this process waited least; there are as many repetitions as
 * turns, so that on a busy machine it takes twice as long and no longer.
 */
public final class InTurn {

    /** Longer than the threads of OpenMP, ONNX Runtime and this engine spin. */
    private static final long PAUSE_MILLIS = 20;

    /**
     * Each work runs at least this long before its turns, so that what it makes the compiler compile is done: else that
     * takes a core.
     */
    private static final double WARM_MILLIS = 400;

    /** A turn lasts at least this long, so that short works are repeated. */
    private static final double TURN_MILLIS = 12;

    /** A turn counts as disturbed if the threads waited longer than this share of it for a processor. */
    static final double DISTURBED = 0.05;

    /** Turns taken at most for one that counts. */
    private static final int ATTEMPTS = 4;

    private InTurn() { }

    /** Something to time. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it once.
         *
         * @throws Exception if it fails
         */
        void run() throws Exception;
    }

    /**
     * Times works in turn, after two runs of each or more that do not count.
     *
     * @param rounds turns each has
     * @param works  what to time
     * @return their times, in the same order
     * @throws Exception if one fails
     */
    public static List<Times> time(int rounds, Work... works) throws Exception {
        int[] repeats = new int[works.length];
        for (int w = 0; w < works.length; w++) {
            double once = millis(works[w], 1);
            once = millis(works[w], (int) Math.max(1, Math.ceil(WARM_MILLIS / once)));
            repeats[w] = (int) Math.max(1, Math.ceil(TURN_MILLIS / once));
        }
        double[][] millis = new double[works.length][rounds];
        int repetitions = works.length * rounds;
        double[][] waited = new double[works.length][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int w = 0; w < works.length; w++) {
                waited[w][round] = Double.POSITIVE_INFINITY;
                for (int i = 0; i == 0 || i < ATTEMPTS && waited[w][round] > DISTURBED && repetitions-- > 0; i++) {
                    Thread.sleep(PAUSE_MILLIS);
                    if (repeats[w] > 1) {
                        works[w].run();
                    }
                    long before = Waiting.nanos();
                    double took = millis(works[w], repeats[w]);
                    double share = Math.max(0, Waiting.nanos() - before) / (1e6 * took * repeats[w]);
                    if (share < waited[w][round]) {
                        waited[w][round] = share;
                        millis[w][round] = took;
                    }
                }
            }
        }
        List<Times> times = new ArrayList<>();
        for (int w = 0; w < works.length; w++) {
            times.add(new Times(millis[w], waited[w]));
        }
        return times;
    }

    private static double millis(Work work, int repeats) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < repeats; i++) {
            work.run();
        }
        return (System.nanoTime() - start) / 1e6 / repeats;
    }
}
