package io.deltaframe.recognizer.serving;

import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.ProgressListener;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.Timing;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.Video.Decoded;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.recognizer.inference.ClipMemory;
import io.deltaframe.recognizer.inference.FrameSource;
import io.deltaframe.recognizer.inference.RecognitionPipeline;
import io.deltaframe.recognizer.inference.RecognitionRequest;
import io.deltaframe.recognizer.lifecycle.ServingSlot;
import io.deltaframe.recognizer.segments.HeldPipeline;
import io.deltaframe.tdn.engine.EngineException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The recognizer that hosts hold: one object over every change of its pipeline. A call runs from its first frame to its
 * last view on the pipeline that was there when it began, whatever comes in the meantime.
 */
final class HotSwapRecognizer implements Recognizer, SegmentRecognizer, ServingSlot {

    private static final long MAX_FRAME_BUDGET = 512L << 20;

    /**
     * What is in service.
     *
     * @param model  the model, or what several are together
     * @param engine name of the engine, or of several
     */
    record Serving(ModelInfo model, String engine) { }

    private final long frameBudget;
    private final Supplier<VideoSource> videos;
    private final AtomicReference<RecognitionPipeline> current = new AtomicReference<>();
    private volatile RecognizerSettings settings = RecognizerSettings.DEFAULT;
    private volatile ShadowComparison shadow;
    private volatile String absence = "has no network yet";
    private volatile boolean stopped;

    /**
     * A recognizer without a pipeline, with default settings.
     *
     * @param frameBudget bytes of resized frames a call keeps at most; a video is decoded again for clips that do not
     *                    fit
     * @param videos      gives the service that opens videos, or null where there is none
     */
    HotSwapRecognizer(long frameBudget, Supplier<VideoSource> videos) {
        this.frameBudget = frameBudget;
        this.videos = videos;
    }

    /** {@return bytes of resized frames a call keeps at most in this JVM} */
    static long frameBudget() {
        return Math.min(MAX_FRAME_BUDGET, Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * Takes other settings, for calls that begin from now on.
     *
     * @param settings as configured
     */
    void configure(RecognizerSettings settings) {
        this.settings = settings;
    }

    @Override
    public void serve(RecognitionPipeline pipeline) {
        // Calls that begin from now on use it; the one before is freed when the last call on it ends
        replace(pipeline);
        if (stopped && current.compareAndSet(pipeline, null)) {
            pipeline.release();
        }
    }

    @Override
    public void clear(String reason) {
        absence = reason;
        replace(null);
    }

    @Override
    public void stop() {
        stopped = true;
        clear("is stopped");
    }

    private void replace(RecognitionPipeline pipeline) {
        RecognitionPipeline before = current.getAndSet(pipeline);
        tell(shadow);
        if (before != null) {
            before.release();
        }
    }

    private void tell(ShadowComparison watching) {
        if (watching != null) {
            watching.serving(serving().map(Serving::model).orElse(null));
        }
    }

    /** {@return what is in service, if anything} */
    Optional<Serving> serving() {
        return Optional.ofNullable(current.get()).map(pipeline -> new Serving(pipeline.model(), pipeline.engine()));
    }

    /**
     * Hands calls that were answered to a shadow from now on.
     *
     * @param shadow takes them, or null for none
     */
    void shadow(ShadowComparison shadow) {
        this.shadow = shadow;
        tell(shadow);
    }

    @Override
    public ModelInfo model() {
        return serving().map(Serving::model).orElseThrow(() -> new IllegalStateException(this + " " + absence));
    }

    @Override
    public Recognition recognize(String video, RecognitionOptions options, ProgressListener progress)
            throws RecognitionException {
        Objects.requireNonNull(video, "video");
        VideoSource source = videos.get();
        if (source == null) {
            throw new RecognitionException(this + " cannot open " + video
                    + ": expected a VideoSource service (bundle io.deltaframe.video), found none");
        }
        return recognize(video, frames -> {
            try (Video open = source.open(video, settings.decodeThreads())) {
                return open.decode(frames);
            }
        }, 0, options, progress);
    }

    @Override
    public Recognition recognize(List<Frame> frames, RecognitionOptions options) throws RecognitionException {
        if (frames.isEmpty()) {
            throw new RecognitionException(this + ": expected at least one frame, found none");
        }
        List<Frame> all = List.copyOf(frames);
        Frame first = all.getFirst();
        for (int i = 1; i < all.size(); i++) {
            Frame frame = all.get(i);
            if (frame.width() != first.width() || frame.height() != first.height()) {
                throw new RecognitionException(this + ": expected frames of one size, found "
                        + first.width() + "x" + first.height() + " for frame 0 and "
                        + frame.width() + "x" + frame.height() + " for frame " + i);
            }
        }
        String description = all.size() + (all.size() == 1 ? " frame of " : " frames of ") + first.width() + "x"
                + first.height();
        Recognition recognition = recognize(description, selection -> {
            for (int index : selection.select(all.size())) {
                selection.accept(index, all.get(index));
            }
            return new Decoded(all.size(), List.of());
        }, 3L * first.width() * first.height() * all.size(), options, ProgressListener.NONE);
        Timing timing = recognition.timing();
        return new Recognition(description, recognition.model(), recognition.engine(), recognition.frames(),
                recognition.views(), new Timing(0, timing.preprocess(), timing.inference()), recognition.actions(),
                recognition.logits(), recognition.warnings());
    }

    /** @param bytes of frames that {@code source} keeps in memory */
    private Recognition recognize(String video, FrameSource source, long bytes, RecognitionOptions options,
                                  ProgressListener progress)
            throws RecognitionException {
        RecognizerSettings configured = settings;
        RecognitionRequest request = new RecognitionRequest(video, source,
                options.clips() > 0 ? options.clips() : configured.clips(),
                options.crops() > 0 ? options.crops() : configured.crops(), frameBudget, progress);
        RecognitionPipeline pipeline = holdPipeline();
        try {
            Recognition recognition = pipeline.recognize(request);
            ShadowComparison watching = shadow;
            if (watching != null) {
                watching.offer(request, recognition, bytes);
            }
            return recognition;
        } catch (VideoException e) {
            throw new RecognitionException(this + " cannot read the video: " + e.getMessage(), e);
        } catch (EngineException | CancellationException e) {
            throw failure(pipeline, video, e.getMessage(), e);
        } catch (RuntimeException e) {
            throw failure(pipeline, video, e.getMessage() == null ? "unexpectedly, as the cause tells" : e.getMessage(),
                    e);
        } catch (OutOfMemoryError e) {
            throw failure(pipeline, video, ClipMemory.reason(e), e);
        } finally {
            pipeline.release();
        }
    }

    private RecognitionException failure(RecognitionPipeline pipeline, String video, String reason, Throwable cause) {
        return new RecognitionException(this + " (" + pipeline + ") failed on " + video + ": " + reason, cause);
    }

    @Override
    public HeldNetworks hold() throws RecognitionException {
        return new HeldPipeline(holdPipeline());
    }

    private RecognitionPipeline holdPipeline() throws RecognitionException {
        for (RecognitionPipeline pipeline = current.get(); pipeline != null; pipeline = current.get()) {
            // One can be replaced and freed between reading the field and holding it: then the field has another
            if (pipeline.retain()) {
                return pipeline;
            }
        }
        throw new RecognitionException(this + " " + absence);
    }

    @Override
    public String toString() {
        return "recognizer " + settings.name();
    }
}
