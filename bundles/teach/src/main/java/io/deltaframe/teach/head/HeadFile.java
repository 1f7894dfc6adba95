package io.deltaframe.teach.head;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.api.model.Model;
import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import io.deltaframe.tdn.checkpoint.SafetensorsWriter;
import io.deltaframe.teach.learner.LinearHead;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Writes a base model with another head as a checkpoint: safetensors, with the names of the released network. */
public final class HeadFile {

    private static final JsonFactory JSON = new JsonFactory();

    private HeadFile() { }

    /**
     * Reads the head of a model.
     *
     * @param model the model
     * @return its head, without a row for none of the classes
     * @throws IOException if it cannot be read
     */
    public static LinearHead read(Model model) throws IOException {
        try (Checkpoint base = Checkpoints.open(model.openCheckpoint(), model.info().name())) {
            float[] weight = base.read("new_fc.weight");
            float[] bias = base.read("new_fc.bias");
            int size = weight.length / bias.length;
            double[][] rows = new double[bias.length][size];
            double[] biases = new double[bias.length];
            for (int k = 0; k < bias.length; k++) {
                biases[k] = bias[k];
                for (int j = 0; j < size; j++) {
                    rows[k][j] = weight[k * size + j];
                }
            }
            return new LinearHead(rows, biases);
        }
    }

    /**
     * Writes a checkpoint, beside its place first, so that nobody ever sees half of a file under its name.
     *
     * @param model    the base
     * @param head     a row a label
     * @param labels   names of the classes
     * @param metadata what the file says about itself beside what the base says
     * @param target   the file
     * @throws IOException if the base cannot be read, or the file cannot be written
     */
    public static void write(Model model, LinearHead head, List<String> labels, Map<String, String> metadata,
            Path target) throws IOException {
        int size = head.weights()[0].length;
        float[] weight = new float[labels.size() * size];
        float[] bias = new float[labels.size()];
        for (int k = 0; k < bias.length; k++) {
            bias[k] = (float) head.bias()[k];
            for (int j = 0; j < size; j++) {
                weight[k * size + j] = (float) head.weights()[k][j];
            }
        }
        Path beside = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
        try (Checkpoint base = Checkpoints.open(model.openCheckpoint(), model.info().name())) {
            Map<String, String> all = new TreeMap<>();
            if (base.format().equals("safetensors")) {
                all.putAll(base.metadata());
            } else {
                base.metadata().forEach((key, value) -> all.put("base_" + key, value));
            }
            all.put("segments", Integer.toString(model.info().segments()));
            all.put("input_size", Integer.toString(model.info().inputSize()));
            all.put("resize_short_side", Integer.toString(model.info().resizeShortSide()));
            all.put("license", model.info().license());
            all.put("labels", json(labels));
            all.putAll(metadata);
            Checkpoint taught = new HeadCheckpoint(base, weight, bias);
            try (FileChannel channel =
                    FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                SafetensorsWriter.write(taught, Architectures.keys(taught,
                        Architectures.detect(taught, model.info().segments())), all,
                        SafetensorsWriter.Precision.SINGLE, channel);
                channel.force(true);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static String json(List<String> texts) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (String each : texts) {
                json.writeString(each);
            }
            json.writeEndArray();
        }
        return text.toString();
    }
}
