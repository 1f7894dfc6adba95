package io.deltaframe.recognizer.serving;

import io.deltaframe.api.Action;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.swap.Latency;
import io.deltaframe.api.swap.ShadowReport;
import io.deltaframe.api.swap.ShadowReport.Ending;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.recognizer.inference.RecognitionPipeline;
import io.deltaframe.recognizer.inference.RecognitionRequest;
import io.deltaframe.tdn.engine.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A second pipeline that answers the recognizer's calls after they have been answered. Callers leave a call here and
 * go; one thread computes them one after the other. What waits is bounded in number and bytes, because frames that were
 * handed over stay in memory until they have been looked at; what comes beyond that is dropped and counted.
 */
final class ShadowComparison {

    private static final int MOST_WAITING = 4;

    /** A call: what was looked at, and the answer that was given. */
    private record Sample(RecognitionRequest request, Recognition answer, long bytes) { }

    /** Wakes the comparing thread when the recognizer was swapped. */
    private static final Sample SWAPPED = new Sample(null, null, 0);

    private final RecognitionPipeline candidate;
    private final ModelInfo current;
    private final long byteBudget;
    private final BlockingQueue<Sample> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicInteger dropped = new AtomicInteger();
    private volatile boolean swapped;

    // Of the comparing thread
    private final List<Double> currentTimes = new ArrayList<>();
    private final List<Double> times = new ArrayList<>();
    private int agreed;
    private int failed;
    private String failure = "";
    private double difference = Double.NaN;

    /**
     * Nothing compared yet.
     *
     * @param candidate  held by the caller while this is used
     * @param current    model in service; what other models answer ends the comparison
     * @param byteBudget bytes of frames that may wait
     */
    ShadowComparison(RecognitionPipeline candidate, ModelInfo current, long byteBudget) {
        this.candidate = candidate;
        this.current = current;
        this.byteBudget = byteBudget;
    }

    /**
     * Takes a call in, or drops it; returns at once.
     *
     * @param request what was looked at
     * @param answer  that was given
     * @param bytes   of frames that are kept in memory for it
     */
    void offer(RecognitionRequest request, Recognition answer, long bytes) {
        long all = waitingBytes.addAndGet(bytes);
        // One call alone may be larger than the budget: its frames are in memory anyway while it is answered
        if (all > byteBudget && all > bytes || !waiting.offer(new Sample(request, answer, bytes))) {
            waitingBytes.addAndGet(-bytes);
            dropped.incrementAndGet();
        }
    }

    /**
     * Told what is in service after a change; another model than at the beginning ends the comparison.
     *
     * @param model in service, or null
     */
    void serving(ModelInfo model) {
        if (!current.equals(model)) {
            swapped = true;
            // Nobody sleeps where there is no room for this
            waiting.offer(SWAPPED);
        }
    }

    /**
     * Compares until one of the ends has come.
     *
     * @param recognizer name of the recognizer
     * @param calls      calls to compare, 0 for any number
     * @param time       how long at most
     * @return the comparison
     * @throws InterruptedException if interrupted
     */
    ShadowReport compare(String recognizer, int calls, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        Ending ending = Ending.CALLS;
        while (calls == 0 || times.size() < calls) {
            Sample sample = swapped && waiting.isEmpty() ? SWAPPED
                    : waiting.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (sample == null) {
                ending = Ending.TIME;
                break;
            }
            if (sample == SWAPPED || !current.equals(sample.answer().model())) {
                ending = Ending.SWAPPED;
                break;
            }
            compare(sample);
            waitingBytes.addAndGet(-sample.bytes());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        boolean sameLabels = current.labels().equals(candidate.model().labels());
        return new ShadowReport(recognizer, name(current), name(candidate.model()), candidate.engine(), ending,
                times.size(), dropped.get(), failed, failure, agreed, sameLabels, difference, latency(currentTimes),
                latency(times));
    }

    private void compare(Sample sample) {
        Recognition answer;
        try {
            answer = candidate.recognize(sample.request().silent());
        } catch (VideoException | EngineException | RuntimeException | OutOfMemoryError e) {
            failed++;
            failure = e instanceof VideoException || e instanceof EngineException ? e.getMessage() : e.toString();
            return;
        }
        currentTimes.add(sample.answer().timing().inference());
        times.add(answer.timing().inference());
        if (answer.best().label().equals(sample.answer().best().label())) {
            agreed++;
        }
        if (current.labels().equals(answer.model().labels())) {
            double[] before = scores(sample.answer());
            double[] after = scores(answer);
            for (int i = 0; i < before.length; i++) {
                difference = Double.isNaN(difference) ? Math.abs(after[i] - before[i])
                        : Math.max(difference, Math.abs(after[i] - before[i]));
            }
        }
    }

    private static double[] scores(Recognition recognition) {
        double[] scores = new double[recognition.actions().size()];
        for (Action action : recognition.actions()) {
            scores[action.index()] = action.score();
        }
        return scores;
    }

    private static Latency latency(List<Double> milliseconds) {
        if (milliseconds.isEmpty()) {
            return new Latency(Double.NaN, Double.NaN, Double.NaN);
        }
        double[] sorted = milliseconds.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return new Latency(quantile(sorted, 0.5), quantile(sorted, 0.95), Collections.max(milliseconds));
    }

    /** The smallest time that as many calls kept to. */
    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    private static String name(ModelInfo model) {
        return model.name() + " " + model.version();
    }
}
