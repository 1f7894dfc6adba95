package io.deltaframe.recognizer.serving;

import io.deltaframe.api.Action;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.ProgressListener;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.swap.Latency;
import io.deltaframe.api.swap.ShadowReport.Ending;
import io.deltaframe.api.swap.ShadowReport;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.recognizer.inference.Classifier;
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
import java.util.function.Supplier;

/**
 * A second network that answers live calls after they have been answered. Callers leave a call here and go; one thread computes
 * them one after the other. What waits is bounded in number and bytes, because frames that were handed over stay in memory until
 * they have been looked at; what comes beyond that is dropped and counted.
 */
public final class ShadowComparison {

    private static final int MOST_WAITING = 4;
    /** Whether the recognizer was swapped is looked at this often while no call comes. */
    private static final long LOOK_MILLIS = 100;

    /** A live call: what was looked at, and the answer that was given. */
    private record Sample(RecognitionRequest views, Recognition answer, long bytes) { }

    private final Classifier candidate;
    private final ModelInfo current;
    private final long byteBudget;
    private final BlockingQueue<Sample> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicInteger dropped = new AtomicInteger();

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
    public ShadowComparison(Classifier candidate, ModelInfo current, long byteBudget) {
        this.candidate = candidate;
        this.current = current;
        this.byteBudget = byteBudget;
    }

    /**
     * Takes a live call in, or drops it; returns at once.
     *
     * @param views  what was looked at
     * @param answer that was given
     * @param bytes  of frames that are kept in memory for it
     */
    public void offer(RecognitionRequest views, Recognition answer, long bytes) {
        long all = waitingBytes.addAndGet(bytes);
        // One call alone may be larger than the budget: its frames are in memory anyway while it is answered
        if (all > byteBudget && all > bytes || !waiting.offer(new Sample(views, answer, bytes))) {
            waitingBytes.addAndGet(-bytes);
            dropped.incrementAndGet();
        }
    }

    /**
     * Compares until one of the ends has come.
     *
     * @param recognizer name of the recognizer
     * @param engine     engine the candidate runs on
     * @param calls      calls to compare, 0 for any number
     * @param time       how long at most
     * @param serving    gives the model in service, or null
     * @return the comparison
     * @throws InterruptedException if interrupted
     */
    public ShadowReport compare(String recognizer, String engine, int calls, Duration time, Supplier<ModelInfo> serving)
            throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        Ending ending = Ending.CALLS;
        while (calls == 0 || times.size() < calls) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                ending = Ending.TIME;
                break;
            }
            Sample sample = waiting.poll(Math.min(left, TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)), TimeUnit.NANOSECONDS);
            if (sample == null ? !current.equals(serving.get()) : !current.equals(sample.answer().model())) {
                ending = Ending.SWAPPED;
                break;
            }
            if (sample != null) {
                compare(sample);
                waitingBytes.addAndGet(-sample.bytes());
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        return new ShadowReport(recognizer, name(current), name(candidate.model()), engine, ending, times.size(), dropped.get(), failed,
                failure, agreed, current.labels().equals(candidate.model().labels()), difference, latency(currentTimes), latency(times));
    }

    private void compare(Sample sample) {
        Recognition answer;
        try {
            answer = candidate.recognize(sample.views().withProgress(ProgressListener.NONE));
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
                difference = Double.isNaN(difference) ? Math.abs(after[i] - before[i]) : Math.max(difference, Math.abs(after[i] - before[i]));
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
