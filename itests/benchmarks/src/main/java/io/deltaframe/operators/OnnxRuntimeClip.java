package io.deltaframe.operators;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Random;

/**
 * TDN-ResNet-50, 8 segments, 224x224, in ONNX Runtime with all its optimisations of the graph. Its input is normalised already. For
 * one thread at a time.
 */
final class OnnxRuntimeClip implements AutoCloseable {

    private static final String GRAPH = "tdn-resnet50-8f.onnx";
    private static final long[] INPUT = {1, 120, 224, 224};

    private final OrtSession session;
    private final OnnxTensor input;

    /**
     * Loads the graph.
     *
     * @param threads threads inside an operator; operators run one after the other
     * @throws OrtException if ONNX Runtime cannot
     * @throws IOException  if the graph cannot be read
     */
    OnnxRuntimeClip(int threads) throws OrtException, IOException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        byte[] graph;
        try (InputStream in = OnnxRuntimeClip.class.getResourceAsStream(GRAPH)) {
            graph = in.readAllBytes();
        }
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(graph, options);
        }
        int length = (int) (INPUT[1] * INPUT[2] * INPUT[3]);
        FloatBuffer values = ByteBuffer.allocateDirect(4 * length).order(ByteOrder.nativeOrder()).asFloatBuffer();
        values.put(Nchw.random(new Random(1), length, 2)).flip();
        input = OnnxTensor.createTensor(environment, values, INPUT);
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
