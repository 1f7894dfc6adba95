package io.deltaframe.evaluation;

import io.deltaframe.api.Action;
import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.ProgressListener;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.Timing;
import io.deltaframe.api.video.VideoException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Scores that depend on a video's path and the options alone, after a time that depends on chance. */
final class FakeRecognizer implements Recognizer {

    static final ModelInfo MODEL = model("ab".repeat(32));

    final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    final AtomicInteger calls = new AtomicInteger();
    volatile ModelInfo model = MODEL;
    volatile String stopsAt = "";
    volatile RecognitionException failure;

    static ModelInfo model(String sha256) {
        return new ModelInfo("m", "1.0.0", sha256, "TDN", 8, 224, 256,
                List.of("zero", "one, two", "three", "four \"4\"", "five", "six", "seven"), "", "");
    }

    @Override
    public Recognition recognize(String video, RecognitionOptions options, ProgressListener progress)
            throws RecognitionException {
        calls.incrementAndGet();
        try {
            Thread.sleep(new Random().nextInt(3));
            if (!stopsAt.isEmpty() && video.endsWith(stopsAt)) {
                Thread.sleep(60_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RecognitionException("interrupted", new CancellationException("interrupted"));
        }
        if (failure != null) {
            throw failure;
        }
        if (unreadable.contains(video.substring(video.lastIndexOf('/') + 1))) {
            throw new RecognitionException("recognizer x cannot read the video: " + video + " is damaged",
                    new VideoException(video + " is damaged"));
        }
        Random random = new Random(video.hashCode() + 31 * options.crops() + 7 * options.clips());
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < model.labels().size(); i++) {
            actions.add(new Action(i, model.labels().get(i), random.nextDouble()));
        }
        actions.sort(Comparator.comparingDouble(Action::score).reversed());
        return new Recognition(video, model, "fake", 40, List.of(), new Timing(0, 0, 0), actions, List.of(), List.of());
    }

    @Override
    public Recognition recognize(List<Frame> frames, RecognitionOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ModelInfo model() {
        return model;
    }
}
