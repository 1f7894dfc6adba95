package io.deltaframe.recognizer.serving;

import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.ProgressListener;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.Timing;
import io.deltaframe.api.video.Video.Decoded;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.recognizer.inference.Classifier;
import io.deltaframe.recognizer.inference.FrameSource;
import io.deltaframe.recognizer.inference.LoadedNetwork;
import io.deltaframe.recognizer.inference.RecognitionRequest;
import io.deltaframe.recognizer.lifecycle.ServingSlot;
import io.deltaframe.tdn.engine.EngineException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The recognizer that hosts hold: one object over every change of its classifier. A call runs from its first frame to its last
 * view on the classifier that was there when it began, whatever comes in the meantime.
 */
public final class HotSwapRecognizer implements Recognizer, ServingSlot {

    private static final long MAX_FRAME_BUDGET = 512L << 20;

    private final long frameBudget;
    private final Supplier<VideoSource> videos;
    private final AtomicReference<Classifier> current = new AtomicReference<>();
    private volatile RecognizerSettings settings = RecognizerSettings.DEFAULT;
    private volatile ShadowComparison shadow;
    private volatile String absence = "has no network yet";
    private volatile boolean stopped;

    /**
     * A recognizer without a network, with default settings.
     *
     * @param frameBudget bytes of resized frames a call keeps at most; a video is decoded again for clips that do not fit
     * @param videos      gives the service that opens videos, or null where there is none
     */
    public HotSwapRecognizer(long frameBudget, Supplier<VideoSource> videos) {
        this.frameBudget = frameBudget;
        this.videos = videos;
    }

    /** {@return bytes of resized frames a call keeps at most in this JVM} */
    public static long frameBudget() {
        return Math.min(MAX_FRAME_BUDGET, Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * Takes other settings, for calls that begin from now on.
     *
     * @param settings as configured
     */
    public void configure(RecognizerSettings settings) {
        this.settings = settings;
    }

    @Override
    public void serve(LoadedNetwork network) {
        put(network);
    }

    /**
     * Puts a classifier in service; calls that begin from now on use it. The one before is freed when the last call on it ends.
     *
     * @param classifier held by the caller, whose hold passes to this recognizer
     */
    public void put(Classifier classifier) {
        replace(classifier);
        if (stopped && current.compareAndSet(classifier, null)) {
            classifier.release();
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

    private void replace(Classifier classifier) {
        Classifier before = current.getAndSet(classifier);
        if (before != null) {
            before.release();
        }
    }

    /** {@return whether there is a classifier in service} */
    public boolean isServing() {
        return current.get() != null;
    }

    /** {@return the model in service, if any} */
    public Optional<ModelInfo> serving() {
        Classifier classifier = current.get();
        return classifier == null ? Optional.empty() : Optional.of(classifier.model());
    }

    /**
     * Hands calls that were answered to a shadow from now on.
     *
     * @param shadow takes them, or null for none
     */
    public void shadow(ShadowComparison shadow) {
        this.shadow = shadow;
    }

    @Override
    public ModelInfo model() {
        Classifier classifier = current.get();
        if (classifier == null) {
            throw new IllegalStateException(this + " " + absence);
        }
        return classifier.model();
    }

    @Override
    public Recognition recognize(String video, RecognitionOptions options, ProgressListener progress) throws RecognitionException {
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
        String description = all.size() + (all.size() == 1 ? " frame of " : " frames of ") + first.width() + "x" + first.height();
        Recognition recognition = recognize(description, selection -> {
            for (int index : selection.select(all.size())) {
                selection.accept(index, all.get(index));
            }
            return new Decoded(all.size(), List.of());
        }, 3L * first.width() * first.height() * all.size(), options, ProgressListener.NONE);
        Timing timing = recognition.timing();
        return new Recognition(description, recognition.model(), recognition.engine(), recognition.frames(), recognition.views(),
                new Timing(0, timing.preprocess(), timing.inference()), recognition.actions(), recognition.logits(),
                recognition.warnings());
    }

    /** @param bytes of frames that {@code decoding} keeps in memory */
    private Recognition recognize(String video, FrameSource source, long bytes, RecognitionOptions options, ProgressListener progress)
            throws RecognitionException {
        RecognizerSettings configured = settings;
        RecognitionRequest views = new RecognitionRequest(video, source, options.clips() > 0 ? options.clips() : configured.clips(),
                options.crops() > 0 ? options.crops() : configured.crops(), frameBudget, progress);
        Classifier classifier = hold();
        try {
            Recognition recognition = classifier.recognize(views);
            ShadowComparison watching = shadow;
            if (watching != null) {
                watching.offer(views, recognition, bytes);
            }
            return recognition;
        } catch (VideoException e) {
            throw new RecognitionException(this + " cannot read the video: " + e.getMessage(), e);
        } catch (EngineException | CancellationException e) {
            throw failure(classifier, video, e.getMessage(), e);
        } catch (RuntimeException e) {
            throw failure(classifier, video, e.toString(), e);
        } finally {
            classifier.release();
        }
    }

    private RecognitionException failure(Classifier classifier, String video, String reason, Exception cause) {
        return new RecognitionException(this + " (" + classifier + ") failed on " + video + ": " + reason, cause);
    }

    private Classifier hold() throws RecognitionException {
        for (Classifier classifier = current.get(); classifier != null; classifier = current.get()) {
            // One can be replaced and freed between reading the field and holding it: then the field has another
            if (classifier.retain()) {
                return classifier;
            }
        }
        throw new RecognitionException(this + " " + absence);
    }

    @Override
    public String toString() {
        return "recognizer " + settings.name();
    }
}
