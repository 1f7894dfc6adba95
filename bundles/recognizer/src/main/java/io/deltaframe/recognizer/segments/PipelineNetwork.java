package io.deltaframe.recognizer.segments;

import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.View;
import io.deltaframe.api.segment.AdvancingClip;
import io.deltaframe.api.segment.EncodedSegment;
import io.deltaframe.api.segment.SegmentNetwork;
import io.deltaframe.recognizer.inference.ClipMemory;
import io.deltaframe.recognizer.inference.CountedCall;
import io.deltaframe.recognizer.inference.LoadedNetwork;
import io.deltaframe.recognizer.preprocess.Cropping;
import io.deltaframe.recognizer.preprocess.ResizedFrames;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.SegmentFeatures;
import java.util.List;
import java.util.Optional;

/**
 * A network of a pipeline, by its verbs.
 *
 * @param network whoever uses this holds it
 */
record PipelineNetwork(LoadedNetwork network) implements SegmentNetwork {

    /**
     * An encoded segment.
     *
     * @param network  whose
     * @param features what the engine made
     * @param bytes    that they take
     */
    private record Features(LoadedNetwork network, SegmentFeatures features, long bytes) implements EncodedSegment {
        @Override
        public void close() {
            features.close();
        }
    }

    @Override
    public ModelInfo model() {
        return network.model();
    }

    @Override
    public int segments() {
        return network.segments();
    }

    private int size() {
        return model().inputSize();
    }

    @Override
    public EncodedSegment newSegment() {
        return new Features(network, network.newFeatures(size()), network.featureBytes(size()));
    }

    @Override
    public void encode(List<List<Frame>> segments, List<EncodedSegment> into) throws RecognitionException {
        if (segments.size() != into.size()) {
            throw new IllegalArgumentException("expected room for each segment, found " + segments.size()
                    + " segments and room for " + into.size());
        }
        if (segments.isEmpty()) {
            return;
        }
        SegmentFeatures[] features = own(into);
        for (List<Frame> segment : segments) {
            if (segment.size() != FRAMES) {
                throw new IllegalArgumentException("expected " + FRAMES + " frames a segment, found " + segment.size());
            }
        }
        run(() -> network.encode(pixels(segments), features));
    }

    private byte[] pixels(List<List<Frame>> segments) {
        int bytes = 3 * size() * size();
        byte[] pixels = new byte[Math.multiplyExact(segments.size(), FRAMES * bytes)];
        ResizedFrames resized = new ResizedFrames(Cropping.center(model().resizeShortSide(), size()));
        int offset = 0;
        for (List<Frame> segment : segments) {
            for (Frame frame : segment) {
                resized.add(0, frame);
                resized.cut(0, View.Crop.CENTER, pixels, offset);
                offset += bytes;
            }
        }
        return pixels;
    }

    @Override
    public float[][] classify(List<List<EncodedSegment>> clips) throws RecognitionException {
        float[][] logits = new float[clips.size()][];
        for (int clip = 0; clip < logits.length; clip++) {
            logits[clip] = answered(clips.get(clip), network::classify);
        }
        return logits;
    }

    @Override
    public int features() {
        return network.headFeatures();
    }

    @Override
    public float[][] features(List<List<EncodedSegment>> clips) throws RecognitionException {
        float[][] features = new float[clips.size()][];
        for (int clip = 0; clip < features.length; clip++) {
            features[clip] = answered(clips.get(clip), network::features);
        }
        return features;
    }

    @Override
    public Optional<AdvancingClip> newAdvancingClip(int recomputed, int advance) {
        return network.newWindow(size(), recomputed, advance).map(window -> new PipelineClip(this, window));
    }

    /** {@return segments as this network's own} */
    SegmentFeatures[] own(List<EncodedSegment> segments) {
        return segments.stream().map(this::own).toArray(SegmentFeatures[]::new);
    }

    private SegmentFeatures own(EncodedSegment segment) {
        if (segment instanceof Features features && features.network() == network) {
            return features.features();
        }
        throw new IllegalArgumentException("expected segments of " + network + ", found one of another network");
    }

    /** Gives logits, or features, for encoded segments. */
    @FunctionalInterface
    interface Answer {
        float[] of(SegmentFeatures... features) throws EngineException;
    }

    /** {@return what something gives for segments of this network} */
    float[] answered(List<EncodedSegment> segments, Answer answer) throws RecognitionException {
        SegmentFeatures[] features = own(segments);
        float[][] given = new float[1][];
        run(() -> given[0] = answer.of(features)).answered();
        return given[0];
    }

    /** What fails is told to the caller, and to those who watch whether the network's calls are answered. */
    private CountedCall run(CountedCall.Work<EngineException> work) throws RecognitionException {
        CountedCall call = network.call();
        try {
            call.run(work);
        } catch (EngineException | OutOfMemoryError e) {
            throw new RecognitionException(network + " failed on a window: " + ClipMemory.reason(e), e);
        }
        return call;
    }
}
