package io.deltaframe.recognizer;

import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.ProgressListener;
import io.deltaframe.api.Recognition;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import io.deltaframe.api.Timing;
import io.deltaframe.api.View;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.Video.Decoded;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.tdn.engine.EngineException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The recognizer that hosts hold: one object over every change of its network. A call runs from its first frame to its last
 * view on the network that was there when it began, whatever comes in the meantime.
 */
final class LiveRecognizer implements Recognizer {

    private final long frameBudget;
    private final Supplier<VideoSource> videos;
    private final AtomicReference<LoadedNetwork> current = new AtomicReference<>();
    private volatile RecognizerSettings settings = RecognizerSettings.DEFAULT;
    private volatile String absence = "has no network yet";
    private volatile boolean stopped;

    /**
     * A recognizer without a network, with default settings.
     *
     * @param frameBudget bytes of resized frames a call keeps at most; a video is decoded again for clips that do not fit
     * @param videos      gives the service that opens videos, or null where there is none
     */
    LiveRecognizer(long frameBudget, Supplier<VideoSource> videos) {
        this.frameBudget = frameBudget;
        this.videos = videos;
    }

    /**
     * Takes other settings, for calls that begin from now on.
     *
     * @param settings as configured
     */
    void configure(RecognizerSettings settings) {
        this.settings = settings;
    }

    /**
     * Puts a network in service; calls that begin from now on use it. The one before is freed when the last call on it ends.
     *
     * @param network held by the caller, whose hold passes to this recognizer
     */
    void serve(LoadedNetwork network) {
        replace(network);
        if (stopped && current.compareAndSet(network, null)) {
            network.release();
        }
    }

    /**
     * Takes the network out of service; calls that begin from now on fail.
     *
     * @param reason continues a sentence that begins with the recognizer's name
     */
    void rest(String reason) {
        absence = reason;
        replace(null);
    }

    /** Takes the network out of service for good. Calls in flight end on the network they have. */
    void stop() {
        stopped = true;
        rest("is stopped");
    }

    private void replace(LoadedNetwork network) {
        LoadedNetwork before = current.getAndSet(network);
        if (before != null) {
            before.release();
        }
    }

    /** {@return whether there is a network in service} */
    boolean isServing() {
        return current.get() != null;
    }

    @Override
    public ModelInfo model() {
        LoadedNetwork network = current.get();
        if (network == null) {
            throw new IllegalStateException(this + " " + absence);
        }
        return network.model();
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
        }, options, progress);
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
        }, options, ProgressListener.NONE);
        Timing timing = recognition.timing();
        return new Recognition(description, recognition.model(), recognition.engine(), recognition.frames(), recognition.views(),
                new Timing(0, timing.preprocess(), timing.inference()), recognition.actions(), recognition.logits(),
                recognition.warnings());
    }

    /** Hands the frames of a video to a pass, from the first to the last; may be asked again. */
    private interface Decoding {
        Decoded decode(ClipFrames frames) throws VideoException;
    }

    private Recognition recognize(String video, Decoding decoding, RecognitionOptions options, ProgressListener progress)
            throws RecognitionException {
        LoadedNetwork network = hold();
        try {
            return recognize(network, video, decoding, options, progress);
        } catch (VideoException e) {
            throw new RecognitionException(this + " cannot read the video: " + e.getMessage(), e);
        } catch (EngineException | CancellationException e) {
            throw failure(network, video, e.getMessage(), e);
        } catch (RuntimeException e) {
            throw failure(network, video, e.toString(), e);
        } finally {
            network.release();
        }
    }

    private RecognitionException failure(LoadedNetwork network, String video, String reason, Exception cause) {
        return new RecognitionException(this + " (" + network + ") failed on " + video + ": " + reason, cause);
    }

    private LoadedNetwork hold() throws RecognitionException {
        for (LoadedNetwork network = current.get(); network != null; network = current.get()) {
            // A network can be replaced and freed between reading the field and holding it: then the field has another
            if (network.retain()) {
                return network;
            }
        }
        throw new RecognitionException(this + " " + absence);
    }

    private Recognition recognize(LoadedNetwork network, String video, Decoding decoding, RecognitionOptions options,
                                  ProgressListener progress) throws VideoException, EngineException {
        ModelInfo model = network.model();
        RecognizerSettings configured = settings;
        int clips = options.clips() > 0 ? options.clips() : configured.clips();
        int crops = options.crops() > 0 ? options.crops() : configured.crops();
        Cropping cropping = crops == 3 ? Cropping.three(model.resizeShortSide())
                : Cropping.center(model.resizeShortSide(), model.inputSize());
        Sampling sampling = new Sampling(model.segments(), clips);
        Scores scores = new Scores(model.labels().size());
        List<View> views = new ArrayList<>();
        Set<String> warnings = new LinkedHashSet<>();
        long decode = 0;
        long preprocess = 0;
        long inference = 0;
        int frameCount = 0;
        for (int clip = 0; clip < clips;) {
            ClipFrames frames = new ClipFrames(sampling, cropping, clip, frameBudget, progress);
            long begin = System.nanoTime();
            Decoded decoded = decoding.decode(frames);
            decode += System.nanoTime() - begin - frames.nanos();
            if (!frames.isComplete()) {
                throw new VideoException(video + ": the decoder did not hand over every frame it was asked for");
            }
            frameCount = decoded.frameCount();
            warnings.addAll(decoded.warnings());
            long resized = frames.nanos();
            begin = System.nanoTime();
            for (; clip < frames.nextClip(); clip++) {
                for (View.Crop crop : cropping.crops()) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new CancellationException("interrupted at view " + views.size());
                    }
                    scores.add(network.logits(frames, clip, crop, cropping.size()));
                    views.add(new View(clip, crop, cropping.size()));
                    progress.progress(ProgressListener.Stage.INFERENCE, views.size(), (long) clips * cropping.crops().size());
                }
            }
            inference += System.nanoTime() - begin - (frames.nanos() - resized);
            preprocess += frames.nanos();
        }
        return new Recognition(video, model, network.engine(), frameCount, views,
                new Timing(decode / 1e6, preprocess / 1e6, inference / 1e6), scores.ranking(model.labels()), scores.logits(),
                List.copyOf(warnings));
    }

    @Override
    public String toString() {
        return "recognizer " + settings.name();
    }
}
