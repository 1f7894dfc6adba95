package io.deltaframe.teach.feature;

import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.segment.EncodedSegment;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.api.segment.SegmentNetwork;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.recognizer.sampling.ClipSegments;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Has a network look at clips. Safe for several threads; the networks are held by whoever made this. */
public final class FeatureSource {

    /** Where a folder of pictures does not say it. */
    private static final double FRAME_RATE = 25;

    private final VideoSource videos;
    private final HeldNetworks held;
    private final SegmentNetwork network;

    /**
     * A source of features.
     *
     * @param videos opens clips
     * @param held   one network
     */
    public FeatureSource(VideoSource videos, HeldNetworks held) {
        this.videos = videos;
        this.held = held;
        this.network = held.networks().getFirst();
    }

    /** {@return what features depend on beside the clip: the model's content and the engine} */
    public String identity() {
        return network.model().sha256() + " " + held.engine() + " " + network.segments() + " "
                + network.model().resizeShortSide() + " " + network.model().inputSize();
    }

    /**
     * Looks at a clip.
     *
     * @param location path of a file, or of a folder of pictures
     * @param looks    how often
     * @return its features
     * @throws VideoException        if the clip cannot be read
     * @throws RecognitionException  if the engine fails
     * @throws CancellationException if the thread was interrupted
     */
    public ClipFeatures of(String location, Looks looks) throws VideoException, RecognitionException {
        ClipFrames frames;
        try (Video video = videos.open(location, 1)) {
            double rate = video.info().frameRate() > 0 ? video.info().frameRate() : FRAME_RATE;
            frames = new ClipFrames(looks, network.segments(), rate, held.shrinking());
            video.decode(frames);
        }
        if (!frames.isComplete()) {
            throw new VideoException(location + ": the decoder did not hand over every frame it was asked for");
        }
        float[][] views = new float[frames.views()][];
        List<EncodedSegment> rooms = new ArrayList<>();
        try {
            for (int t = 0; t < network.segments(); t++) {
                rooms.add(network.newSegment());
            }
            for (int view = 0; view < views.length; view++) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("interrupted at view " + view);
                }
                ClipSegments segments = frames.segments(view);
                network.encode(frames.frames(view), rooms.subList(0, segments.distinct()));
                List<EncodedSegment> clip = new ArrayList<>();
                for (int t = 0; t < segments.count(); t++) {
                    clip.add(rooms.get(segments.indexOf(t)));
                }
                views[view] = network.features(List.of(clip))[0];
            }
        } finally {
            rooms.forEach(EncodedSegment::close);
        }
        return new ClipFeatures(frames.seconds(), network.features(), views);
    }
}
