package io.deltaframe.recognizer.inference;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.ProgressListener;
import io.deltaframe.api.Timing;
import io.deltaframe.api.View;
import io.deltaframe.api.video.Video.Decoded;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.recognizer.preprocess.Cropping;
import io.deltaframe.recognizer.sampling.SegmentSampling;
import io.deltaframe.tdn.engine.EngineException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * A video and how thoroughly to look at it.
 *
 * @param video       location or description, for messages
 * @param source    hands over its frames
 * @param clips       clips, at least 1
 * @param crops       crops a clip, 1 or 3
 * @param frameBudget bytes of resized frames kept at most; the video is decoded again for clips that do not fit
 * @param progress    told of frames and views
 */
public record RecognitionRequest(String video, FrameSource source, int clips, int crops, long frameBudget, ProgressListener progress) {

    /**
     * What one network saw.
     *
     * @param frames   frames of the video
     * @param views    the views, in the order they were computed
     * @param timing   where the time went
     * @param scores   what they gave
     * @param warnings damage that was passed over
     */
    public record Seen(int frames, List<View> views, Timing timing, ClassScores scores, Set<String> warnings) { }

    /** {@return these views with another listener} */
    public RecognitionRequest withProgress(ProgressListener listener) {
        return new RecognitionRequest(video, source, clips, crops, frameBudget, listener);
    }

    /**
     * Computes every view on a network.
     *
     * @param network held by the caller
     * @return what it saw
     * @throws VideoException        if the video cannot be read
     * @throws EngineException       if the engine fails
     * @throws CancellationException if the thread was interrupted
     */
    public Seen compute(LoadedNetwork network) throws VideoException, EngineException {
        ModelInfo model = network.model();
        Cropping cropping = crops == 3 ? Cropping.three(model.resizeShortSide())
                : Cropping.center(model.resizeShortSide(), model.inputSize());
        SegmentSampling sampling = new SegmentSampling(model.segments(), clips);
        ClassScores scores = new ClassScores(model.labels().size());
        List<View> views = new ArrayList<>();
        Set<String> warnings = new LinkedHashSet<>();
        long decode = 0;
        long preprocess = 0;
        long inference = 0;
        int frameCount = 0;
        for (int clip = 0; clip < clips;) {
            FrameCollector frames = new FrameCollector(sampling, cropping, clip, frameBudget, progress);
            long begin = System.nanoTime();
            Decoded decoded = source.decode(frames);
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
        return new Seen(frameCount, views, new Timing(decode / 1e6, preprocess / 1e6, inference / 1e6), scores, warnings);
    }
}
