package io.deltaframe.evaluation;

import io.deltaframe.api.Action;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.video.VideoException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Runs a recognizer over a list of videos. Workers take videos in the order of the list; each decodes, preprocesses and
 * asks the engine, so that some decode while the engine computes for others. Outcomes are written in the order of the
 * list as they come; an interrupted run is continued by another with the same protocol and folder, and gives the
 * numbers an uninterrupted one gives.
 */
public final class Evaluation {

    /**
     * Videos a worker may be ahead of the slowest one; what is decoded and not written yet is lost with an
     * interruption.
     */
    private static final int AHEAD = 4;

    private final Recognizer recognizer;
    private final Protocol protocol;
    private final int workers;
    private final ResultFolder results;

    /**
     * An evaluation.
     *
     * @param recognizer that is evaluated, with the protocol's model
     * @param protocol   what its numbers depend on
     * @param workers    videos worked on at the same time, at least 1
     * @param folder     where results go; made if it is not there
     */
    public Evaluation(Recognizer recognizer, Protocol protocol, int workers, Path folder) {
        if (workers < 1) {
            throw new IllegalArgumentException("an evaluation needs a worker but has " + workers);
        }
        this.recognizer = recognizer;
        this.protocol = protocol;
        this.workers = workers;
        this.results = new ResultFolder(folder);
    }

    /**
     * Runs, or continues an earlier run.
     *
     * @param restart     whether to forget earlier results in the folder
     * @param environment what the machine is, for the summary
     * @param listener    told of every video, on the threads of the workers, one call at a time
     * @return the results, which are also written to the folder
     * @throws EvaluationException  if the list does not fit to the model, earlier results are of another protocol,
     *                              results cannot be written, or the engine fails; what was done so far is kept
     * @throws InterruptedException if the thread was interrupted; what was done so far is kept
     */
    public Results run(boolean restart, Map<String, String> environment, Consumer<EvaluationProgress> listener)
            throws EvaluationException, InterruptedException {
        int classes = protocol.model().labels().size();
        protocol.list().check(classes);
        try (ScoresFile scores = results.open(protocol, restart)) {
            EvaluationMetrics metrics = new EvaluationMetrics(classes);
            scores.read(protocol.list(), classes, metrics::add);
            int resumed = metrics.done();
            long begin = System.nanoTime();
            OrderedOutcomes outcomes =
                    new OrderedOutcomes(resumed, protocol.list().videos().size(), AHEAD * workers, outcome -> {
                scores.append(outcome);
                metrics.add(outcome);
                listener.accept(progress(metrics, resumed));
            });
            if (resumed > 0) {
                listener.accept(progress(metrics, resumed));
            }
            work(outcomes);
            Results finished =
                    new Results(protocol, metrics, resumed, (System.nanoTime() - begin) / 1e9, workers, environment);
            results.write(finished);
            return finished;
        } catch (IOException e) {
            throw new EvaluationException("results in " + results + " cannot be written: " + FileReason.of(e), e);
        }
    }

    private EvaluationProgress progress(EvaluationMetrics metrics, int resumed) {
        return new EvaluationProgress(metrics.done(), resumed, protocol.list().videos().size(),
                metrics.unreadable().size(), metrics.precision1(), metrics.precision5());
    }

    private void work(OrderedOutcomes outcomes) throws EvaluationException, IOException, InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            threads.add(Thread.ofPlatform().daemon().name("deltaframe-evaluation-" + (i + 1))
                    .start(() -> work(outcomes, protocol.list())));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            outcomes.fail(e);
            threads.forEach(Thread::interrupt);
            joinAll(threads);
            throw e;
        }
        switch (outcomes.failure()) {
            case null -> { }
            case EvaluationException e -> throw e;
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Exception e -> throw new EvaluationException(e.toString(), e);
        }
    }

    /** Workers still write: the scores must not be closed before they have ended. */
    private static void joinAll(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(OrderedOutcomes outcomes, VideoList list) {
        try {
            for (int number = outcomes.next(); number >= 0; number = outcomes.next()) {
                outcomes.put(recognize(list.videos().get(number)));
            }
        } catch (InterruptedException | EvaluationException | RuntimeException e) {
            outcomes.fail(e);
        } catch (Error e) {
            outcomes.fail(new EvaluationException("evaluation ended by " + e, e));
        }
    }

    private Outcome recognize(ListedVideo video) throws EvaluationException, InterruptedException {
        Recognition recognition;
        try {
            recognition = recognizer.recognize(video.location(),
                    new RecognitionOptions(protocol.clips(), protocol.crops()));
        } catch (RecognitionException e) {
            switch (e.getCause()) {
                case VideoException unreadable -> {
                    return new Outcome(video, 0, List.of(), List.of(), message(unreadable));
                }
                case CancellationException cancelled -> throw new InterruptedException(cancelled.getMessage());
                case ArithmeticException numbers -> {
                    return new Outcome(video, 0, List.of(), List.of(), message(e));
                }
                case null, default -> throw new EvaluationException(message(e), e);
            }
        }
        if (!recognition.model().sha256().equals(protocol.model().sha256())
                || !recognition.engine().equals(protocol.engine())) {
            throw new EvaluationException("the recognizer changed during the evaluation: expected "
                    + protocol.model().name() + " " + protocol.model().version() + " on " + protocol.engine()
                    + ", found " + recognition.model().name() + " " + recognition.model().version() + " on "
                    + recognition.engine() + " at " + video.path());
        }
        Double[] scores = new Double[recognition.actions().size()];
        for (Action action : recognition.actions()) {
            scores[action.index()] = action.score();
        }
        List<String> warnings = new ArrayList<>(recognition.warnings());
        if (video.frames() > 0 && video.frames() != recognition.frames()) {
            warnings.add("expected " + video.frames() + " frames as in the list, found " + recognition.frames());
        }
        return new Outcome(video, recognition.frames(), List.of(scores), warnings, "");
    }

    private static String message(Exception e) {
        return e.getMessage() == null || e.getMessage().isBlank() ? e.toString() : e.getMessage();
    }
}
