package io.deltaframe.recognizer.inference;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.ProgressListener;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.Timing;
import io.deltaframe.api.View;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.recognizer.lifecycle.EnsembleModelInfo;
import io.deltaframe.recognizer.lifecycle.UnusableModelException;
import io.deltaframe.tdn.engine.EngineException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Several networks that look at the same video, each with its own segments, and whose scores are combined. The set is fixed: when a
 * member changes another ensemble takes the place of this one, and calls in flight end on the networks they began with. Every network
 * decodes the video for itself: 8 and 16 segments want different frames, and decoding is small beside a network.
 *
 * <p>Safe for several threads.
 */
public final class NetworkEnsemble implements Classifier {

    private final List<LoadedNetwork> networks;
    private final ScoreFusion scoring;
    private final ModelInfo model;
    private final AtomicInteger holders = new AtomicInteger(1);

    private NetworkEnsemble(List<LoadedNetwork> networks, ScoreFusion scoring, ModelInfo model) {
        this.networks = networks;
        this.scoring = scoring;
        this.model = model;
    }

    /**
     * Makes an ensemble held once, by the caller. It holds each network for itself.
     *
     * @param networks in their order, each held by the caller during the call
     * @param scoring  how their scores are combined
     * @return the ensemble
     * @throws UnusableModelException if the models do not name the same classes in the same order
     */
    public static NetworkEnsemble of(List<LoadedNetwork> networks, ScoreFusion scoring) throws UnusableModelException {
        ModelInfo model = EnsembleModelInfo.of(networks.stream().map(LoadedNetwork::model).toList());
        for (LoadedNetwork network : networks) {
            if (!network.retain()) {
                throw new IllegalStateException(network + " is not held by the caller");
            }
        }
        return new NetworkEnsemble(List.copyOf(networks), scoring, model);
    }

    @Override
    public ModelInfo model() {
        return model;
    }

    /** {@return name of the engine, or the engines' names joined by + where they differ} */
    public String engine() {
        return networks.stream().map(LoadedNetwork::engine).distinct().collect(Collectors.joining("+"));
    }

    @Override
    public boolean retain() {
        return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    @Override
    public void release() {
        int left = holders.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("ensemble " + this + " was released too often");
        }
        if (left == 0) {
            networks.forEach(LoadedNetwork::release);
        }
    }

    @Override
    public Recognition recognize(RecognitionRequest views) throws VideoException, EngineException {
        List<View> all = new ArrayList<>();
        List<ClassScores> scores = new ArrayList<>();
        Set<String> warnings = new LinkedHashSet<>();
        double decode = 0;
        double preprocess = 0;
        double inference = 0;
        int frames = 0;
        for (LoadedNetwork network : networks) {
            RecognitionRequest.Seen seen = views.withProgress(after(all.size(), views.progress())).compute(network);
            frames = seen.frames();
            all.addAll(seen.views());
            scores.add(seen.scores());
            warnings.addAll(seen.warnings());
            decode += seen.timing().decode();
            preprocess += seen.timing().preprocess();
            inference += seen.timing().inference();
        }
        return new Recognition(views.video(), model, engine(), frames, all, new Timing(decode, preprocess, inference),
                ClassScores.ranking(scoring.combine(scores), model.labels()), logits(scores), List.copyOf(warnings));
    }

    /** Views of all networks are counted together. */
    private ProgressListener after(int views, ProgressListener progress) {
        return (stage, done, total) -> progress.progress(stage,
                stage == ProgressListener.Stage.INFERENCE ? views + done : done,
                stage == ProgressListener.Stage.INFERENCE ? total * networks.size() : total);
    }

    private List<Float> logits(List<ClassScores> scores) {
        List<Float> mean = new ArrayList<>();
        for (int i = 0; i < model.labels().size(); i++) {
            int index = i;
            mean.add((float) scores.stream().mapToDouble(network -> network.logits().get(index)).average().orElseThrow());
        }
        return mean;
    }

    @Override
    public String toString() {
        return networks.stream().map(LoadedNetwork::toString).collect(Collectors.joining(" + "));
    }
}
