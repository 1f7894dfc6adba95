package io.deltaframe.operators.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.deltaframe.benchmarks.Nchw;
import io.deltaframe.tdn.Architecture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Random;

/**
 * A TDN on 224x224 pixels in ONNX Runtime with all its optimisations of the graph. Its input is normalised already. For
 * one thread at a time.
 */
final class OnnxRuntimeClip implements AutoCloseable {

    /** The graphs there are. */
    enum Graph {
        RESNET_50("tdn-resnet50-8f.onnx", 8),
        RESNET_50_16("tdn-resnet50-16f.onnx", 16),
        RESNET_101("tdn-resnet101-8f.onnx", 8);

        private final String file;
        private final int segments;

        Graph(String file, int segments) {
            this.file = file;
            this.segments = segments;
        }
    }

    private static final int SIZE = 224;

    private final OrtSession session;
    private final OnnxTensor input;

    /**
     * Loads a graph.
     *
     * @param graph   which
     * @param threads threads inside an operator; operators run one after the other
     * @throws OrtException if ONNX Runtime cannot
     * @throws IOException  if the graph cannot be read
     */
    OnnxRuntimeClip(Graph graph, int threads) throws OrtException, IOException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        byte[] bytes;
        try (InputStream in = OnnxRuntimeClip.class.getResourceAsStream(graph.file)) {
            bytes = in.readAllBytes();
        }
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(bytes, options);
        }
        int channels = graph.segments * Architecture.FRAMES_PER_SEGMENT * 3;
        int length = channels * SIZE * SIZE;
        FloatBuffer values = ByteBuffer.allocateDirect(4 * length).order(ByteOrder.nativeOrder()).asFloatBuffer();
        values.put(Nchw.random(new Random(1), length, 2)).flip();
        input = OnnxTensor.createTensor(environment, values, new long[] {1, channels, SIZE, SIZE});
    }

    /** {@return version of the library} */
    static String version() {
        return OrtEnvironment.getEnvironment().getVersion();
    }

    /**
     * Runs a clip.
     *
     * @return its logits
     * @throws OrtException if ONNX Runtime fails
     */
    float[] run() throws OrtException {
        try (OrtSession.Result result = session.run(Map.of(session.getInputNames().iterator().next(), input))) {
            return ((float[][]) result.get(0).getValue())[0];
        }
    }

    @Override
    public void close() throws OrtException {
        input.close();
        session.close();
    }
}
