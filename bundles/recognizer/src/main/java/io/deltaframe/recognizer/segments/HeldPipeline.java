package io.deltaframe.recognizer.segments;

import io.deltaframe.api.Action;
import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.api.segment.SegmentNetwork;
import io.deltaframe.recognizer.inference.RecognitionPipeline;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** A pipeline that a caller holds. */
public final class HeldPipeline implements HeldNetworks {

    private final RecognitionPipeline pipeline;
    private final List<SegmentNetwork> networks;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param pipeline held already; released when this is closed */
    public HeldPipeline(RecognitionPipeline pipeline) {
        this.pipeline = pipeline;
        this.networks = pipeline.networks().stream().<SegmentNetwork>map(PipelineNetwork::new).toList();
    }

    @Override
    public ModelInfo model() {
        return pipeline.model();
    }

    @Override
    public String engine() {
        return pipeline.engine();
    }

    @Override
    public List<SegmentNetwork> networks() {
        return networks;
    }

    @Override
    public UnaryOperator<Frame> shrinking() {
        return new MiddleSquare(networks.stream().mapToInt(network -> network.model().resizeShortSide()).max()
                .orElseThrow());
    }

    @Override
    public List<Action> rank(List<float[]> logits) {
        return pipeline.rank(logits);
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            pipeline.release();
        }
    }

    @Override
    public String toString() {
        return pipeline.toString();
    }
}
