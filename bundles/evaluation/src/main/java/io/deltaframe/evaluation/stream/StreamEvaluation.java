package io.deltaframe.evaluation.stream;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveSessions;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.api.live.WindowResult.Inference;
import io.deltaframe.evaluation.EvaluationException;
import io.deltaframe.evaluation.ListedVideo;
import io.deltaframe.evaluation.VideoList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Watches every video of a list through live sessions, whose windows advance by a segment: once with exact windows, and
 * once for each number of segments that shall be computed. All windows of a video are taken to show its label.
 */
public final class StreamEvaluation {

    private final LiveSessions sessions;
    private final ModelInfo model;
    private final LiveOptions options;
    private final List<AgreementCount> counts;
    private String engine = "";

    /**
     * An evaluation.
     *
     * @param sessions   opens live sessions
     * @param recognizer name of the recognizer
     * @param model      that it runs
     * @param window     length of a window
     * @param recomputed numbers of segments to be computed, each at least 1 and below the model's segments
     * @throws IllegalArgumentException if one is none of these, or the window is too short or too long
     */
    public StreamEvaluation(LiveSessions sessions, String recognizer, ModelInfo model, Duration window,
                            List<Integer> recomputed) {
        for (int each : recomputed) {
            if (each < 1 || each >= model.segments()) {
                throw new IllegalArgumentException("segments to compute must be 1 to " + (model.segments() - 1)
                        + " for a model of " + model.segments() + " but are " + each);
            }
        }
        this.sessions = sessions;
        this.model = model;
        this.options = LiveOptions.of("evaluate").withRecognizer(recognizer)
                .withWindows(window, window.dividedBy(model.segments())).withLabels(Set.of(), model.labels().size());
        this.counts = recomputed.stream().map(AgreementCount::new).toList();
    }

    /**
     * Runs.
     *
     * @param list     the videos
     * @param listener told how many are done, after each
     * @return what came of it
     * @throws EvaluationException  if the list does not fit to the model, the engine fails or computes whole windows
     *                              only, or the recognizer changes
     * @throws InterruptedException if the thread was interrupted
     */
    public StreamResults run(VideoList list, IntConsumer listener) throws EvaluationException, InterruptedException {
        list.check(model.labels().size());
        List<String> unreadable = new ArrayList<>();
        int brief = 0;
        int done = 0;
        for (ListedVideo video : list.videos()) {
            WatchedVideo exact = WatchedVideo.of(sessions, options, video.location());
            if (!exact.failure().isEmpty()) {
                unreadable.add(video.path() + ": " + exact.failure());
            } else if (exact.windows().stream().filter(window -> !window.partial()).count() < 2) {
                brief++;
            } else {
                for (AgreementCount count : counts) {
                    compare(video, exact.windows(), count);
                }
            }
            listener.accept(++done);
        }
        return new StreamResults(model, engine, options.window(), options.hop(), list.videos().size(), unreadable,
                brief, counts.stream().map(AgreementCount::result).toList());
    }

    private void compare(ListedVideo video, List<WindowResult> exact, AgreementCount count)
            throws EvaluationException, InterruptedException {
        WatchedVideo near = WatchedVideo.of(sessions, options.withIncremental(count.recomputed()), video.location());
        if (near.windows().size() != exact.size()) {
            throw new EvaluationException(video.path() + ": expected " + exact.size() + " windows as before, found "
                    + near.windows().size());
        }
        long before = count.windows();
        for (int i = 0; i < exact.size(); i++) {
            check(video, exact.get(i));
            WindowResult window = near.windows().get(i);
            check(video, window);
            if (window.inference() == Inference.INCREMENTAL) {
                count.add(exact.get(i), window, video.label());
            }
        }
        if (count.windows() == before) {
            throw new EvaluationException("engine " + engine + " computes whole windows only: expected one that "
                    + "computes a part, such as simd (--engine)");
        }
    }

    private void check(ListedVideo video, WindowResult window) throws EvaluationException {
        engine = engine.isEmpty() ? window.engine() : engine;
        if (!window.model().sha256().equals(model.sha256()) || !window.engine().equals(engine)) {
            throw new EvaluationException("the recognizer changed during the evaluation: expected " + model.name() + " "
                    + model.version() + " on " + engine + ", found " + window.model().name() + " "
                    + window.model().version() + " on " + window.engine() + " at " + video.path());
        }
    }
}
