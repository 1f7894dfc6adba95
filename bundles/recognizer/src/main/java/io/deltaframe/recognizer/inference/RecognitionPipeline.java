package io.deltaframe.recognizer.inference;

import io.deltaframe.api.Action;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.ProgressListener;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.View;
import io.deltaframe.api.video.Video.Decoded;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.recognizer.preprocess.Cropping;
import io.deltaframe.recognizer.sampling.ClipSegments;
import io.deltaframe.recognizer.sampling.SegmentSampling;
import io.deltaframe.tdn.engine.EngineException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/**
 * From a video to a recognition: sample, decode, preprocess, encode, classify, fuse. Runs on one network, or on several
 * that look at the same video, each with its own segments, and whose scores are fused. Every network decodes the video
 * for itself: 8 and 16 segments want different frames, and decoding is small beside a network.
 *
 * <p>The networks are fixed: when one changes another pipeline takes the place of this one, and calls in flight end on
 * the one they began with. Counts who holds it; the last release releases its networks. Safe for several threads.
 */
public final class RecognitionPipeline {

    private final List<LoadedNetwork> networks;
    private final ScoreFusion fusion;
    private final ModelInfo model;
    private final String engine;
    private final HoldCount holds = new HoldCount();

    private RecognitionPipeline(List<LoadedNetwork> networks, ScoreFusion fusion, ModelInfo model) {
        this.networks = networks;
        this.fusion = fusion;
        this.model = model;
        this.engine = networks.stream().map(LoadedNetwork::engine).distinct().collect(Collectors.joining("+"));
    }

    /**
     * Makes a pipeline held once, by the caller. It holds each network for itself.
     *
     * @param networks one or more, in their order
     * @param fusion   how their scores become one
     * @param model    what they are together; of one network its own
     * @return the pipeline; empty where a network is not held by anybody any more
     */
    public static Optional<RecognitionPipeline> over(List<LoadedNetwork> networks, ScoreFusion fusion,
                                                     ModelInfo model) {
        List<LoadedNetwork> held = new ArrayList<>();
        for (LoadedNetwork network : networks) {
            if (!network.retain()) {
                held.forEach(LoadedNetwork::release);
                return Optional.empty();
            }
            held.add(network);
        }
        return Optional.of(new RecognitionPipeline(List.copyOf(held), fusion, model));
    }

    /** {@return what it was made from} */
    public ModelInfo model() {
        return model;
    }

    /** {@return name of the engine, or the engines' names joined by + where they differ} */
    public String engine() {
        return engine;
    }

    /** {@return the networks, in their order} */
    public List<LoadedNetwork> networks() {
        return networks;
    }

    /**
     * {@return every class with its score, best first, of one view}
     *
     * @param logits a logit a class for each network
     * @throws ArithmeticException if one is not finite
     */
    public List<Action> rank(List<float[]> logits) {
        List<ClassScores> scores = new ArrayList<>();
        for (float[] view : logits) {
            ClassScores seen = new ClassScores(model.labels().size());
            seen.add(view);
            scores.add(seen);
        }
        return ClassScores.ranking(fusion.fuse(scores), model.labels());
    }

    /** {@return whether the caller now holds it; false once everybody had released it} */
    public boolean retain() {
        return holds.retain();
    }

    /** Ends one hold; the last one releases the networks. */
    public void release() {
        if (holds.release(this)) {
            networks.forEach(LoadedNetwork::release);
        }
    }

    /**
     * Recognises a video. The caller holds the pipeline.
     *
     * @param request which, and how thoroughly to look at it
     * @return the recognition
     * @throws VideoException        if the video cannot be read
     * @throws EngineException       if an engine fails
     * @throws CancellationException if the thread was interrupted
     */
    public Recognition recognize(RecognitionRequest request) throws VideoException, EngineException {
        StageTimer timer = new StageTimer();
        List<View> views = new ArrayList<>();
        List<ClassScores> scores = new ArrayList<>();
        Set<String> warnings = new LinkedHashSet<>();
        int frameCount = 0;
        for (LoadedNetwork network : networks) {
            SegmentSampling sampling = new SegmentSampling(network.segments(), request.clips());
            Cropping cropping = Cropping.of(request.crops(), network.model().resizeShortSide(),
                    network.model().inputSize());
            long viewCount = (long) request.clips() * cropping.crops().size() * networks.size();
            // A caller may ask for larger crops than the model's own, with which it was tried before it served
            ClipMemory.refuseBeyond(network.segments(), cropping.shortSide(), cropping.size(), 0,
                    Runtime.getRuntime().maxMemory());
            CountedCall call = network.call();
            ClassScores seen = new ClassScores(model.labels().size());
            for (int clip = 0; clip < request.clips();) {
                // Sample and decode: the decoder asks which frames it is to hand over; each is resized as it comes
                FrameCollector frames = new FrameCollector(sampling, cropping, clip, request.frameBudget(),
                        request.progress(), call);
                Decoded decoded = decode(request, frames, call);
                timer.decoded(frames.resizeNanos());
                frameCount = decoded.frameCount();
                warnings.addAll(decoded.warnings());
                for (; clip < frames.nextClip(); clip++) {
                    ClipSegments segments = frames.segments(clip);
                    for (View.Crop crop : cropping.crops()) {
                        refuseInterrupted(views);
                        call.run(() -> {
                            try (ViewBuffer buffer = network.buffers().take(cropping.size())) {
                                timer.inferred();
                                byte[] pixels = buffer.pixels(segments);
                                frames.cut(segments, crop, pixels);
                                timer.preprocessed();
                                network.encode(pixels, buffer.distinctFeatures(segments));
                                seen.add(network.classify(buffer.clipFeatures(segments)));
                                buffer.done();
                            }
                        });
                        views.add(new View(clip, crop, cropping.size()));
                        request.progress().progress(ProgressListener.Stage.INFERENCE, views.size(), viewCount);
                        timer.inferred();
                    }
                }
            }
            call.answered();
            scores.add(seen);
        }
        // Fuse
        return new Recognition(request.video(), model, engine, frameCount, views, timer.timing(),
                ClassScores.ranking(fusion.fuse(scores), model.labels()), ScoreFusion.meanLogits(scores),
                List.copyOf(warnings));
    }

    private static Decoded decode(RecognitionRequest request, FrameCollector frames, CountedCall call)
            throws VideoException {
        Decoded decoded;
        try {
            decoded = request.source().decode(frames);
        } catch (OutOfMemoryError e) {
            // Whoever asked for the last bytes, it is the network's frames that fill the memory
            call.failed(e);
            throw e;
        }
        if (!frames.isComplete()) {
            throw new VideoException(request.video() + ": the decoder did not hand over every frame it was asked for");
        }
        return decoded;
    }

    private static void refuseInterrupted(List<View> views) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted at view " + views.size());
        }
    }

    @Override
    public String toString() {
        return networks.stream().map(LoadedNetwork::toString).collect(Collectors.joining(" + "));
    }
}
