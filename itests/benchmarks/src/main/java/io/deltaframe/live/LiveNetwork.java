package io.deltaframe.live;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.segment.HeldNetworks;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.benchmarks.Networks;
import io.deltaframe.benchmarks.Settings;
import io.deltaframe.operators.engine.OwnEngine;
import io.deltaframe.recognizer.inference.LoadedNetwork;
import io.deltaframe.recognizer.inference.RecognitionPipeline;
import io.deltaframe.recognizer.inference.ScoreFusion;
import io.deltaframe.recognizer.metadata.CheckpointMetadata;
import io.deltaframe.recognizer.segments.HeldPipeline;
import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A recognizer of one network, as live sessions see it. */
final class LiveNetwork implements SegmentRecognizer, AutoCloseable {

    private static final int SEGMENTS = 8;
    private static final int SIZE = 224;
    private static final int SHORT_SIDE = 256;

    private final OwnEngine engine;
    private final RecognitionPipeline pipeline;

    private LiveNetwork(String name, NetworkPlan plan) throws Exception {
        engine = new OwnEngine(plan, Settings.threads());
        List<String> labels = IntStream.range(0, plan.architecture().classes()).mapToObj(i -> "class " + i).toList();
        ModelInfo model = new ModelInfo(name, "1.0.0", "", "", SEGMENTS, SIZE, SHORT_SIDE, labels, "", "");
        LoadedNetwork network = new LoadedNetwork(model, "simd", engine.network(), () -> { });
        pipeline = RecognitionPipeline.over(List.of(network), ScoreFusion.SOFTMAX_MEAN, model).orElseThrow();
        network.release();
    }

    /** {@return a ResNet-50 of made-up weights} */
    static LiveNetwork resnet50() throws Exception {
        return new LiveNetwork("resnet50", Networks.resnet50(SEGMENTS));
    }

    /** {@return the model that the distribution carries} */
    static LiveNetwork embedded() throws Exception {
        Path file = Files.createTempFile("motion", ".safetensors");
        try (InputStream in = LiveNetwork.class.getResourceAsStream("/model/motion.safetensors")) {
            Files.write(file, in.readAllBytes());
            try (Checkpoint checkpoint = Checkpoints.open(file)) {
                return new LiveNetwork("motion", new NetworkPlan(Architectures.detect(checkpoint, SEGMENTS),
                        CheckpointMetadata.normalization(checkpoint), checkpoint));
            }
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public HeldNetworks hold() {
        if (!pipeline.retain()) {
            throw new IllegalStateException("the network is closed");
        }
        return new HeldPipeline(pipeline);
    }

    @Override
    public void close() {
        pipeline.release();
        engine.close();
    }
}
