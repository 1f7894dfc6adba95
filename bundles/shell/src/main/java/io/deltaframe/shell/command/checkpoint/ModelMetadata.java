package io.deltaframe.shell.command.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Checkpoint;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a converted model says about itself. Null stands for: not given, so that the source's own counts.
 *
 * @param name       name of the model
 * @param version    in OSGi syntax
 * @param labels     names of the classes
 * @param segments   segments a clip
 * @param inputSize  side of the centre crop
 * @param shortSide  short side after resizing
 * @param provenance where the weights come from
 * @param license    of the weights
 */
record ModelMetadata(String name, String version, Optional<List<String>> labels, Integer segments, Integer inputSize,
        Integer shortSide, String provenance, String license) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int BUFFER_BYTES = 1 << 18;
    private static final String SAFETENSORS = "safetensors";

    /**
     * {@return the metadata}
     *
     * @param source       open
     * @param architecture its network
     * @param file         the source's
     * @param defaultName  name where nobody gives one
     * @param half         whether weights are stored in half precision
     * @throws IOException if the source cannot be read
     */
    Map<String, String> of(Checkpoint source, Architecture architecture, Path file, String defaultName, boolean half)
            throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        boolean describesItself = source.format().equals(SAFETENSORS);
        // A training script's own texts, such as arch and epoch, say something about the source and nothing about the
        // model
        source.metadata().forEach((key, value) -> metadata.put(describesItself ? key : "source_" + key, value));
        put(metadata, "name", name, defaultName);
        put(metadata, "version", version, "1.0.0");
        if (labels.isPresent()) {
            metadata.put("labels", json(labels.get()));
        }
        metadata.put("segments", Integer.toString(architecture.segments()));
        put(metadata, "input_size", text(inputSize), "224");
        put(metadata, "resize_short_side", text(shortSide), "256");
        String digest = sha256(file);
        put(metadata, "provenance", provenance, "converted from " + file.getFileName() + " (" + source.format()
                + ", SHA-256 " + digest + ")");
        if (license != null) {
            metadata.put("license", license.strip());
        }
        metadata.put("precision", half ? "half" : "single");
        metadata.put("source", file.getFileName().toString());
        metadata.put("source_format", source.format());
        metadata.put("source_sha256", digest);
        return metadata;
    }

    private static void put(Map<String, String> metadata, String key, String given, String otherwise) {
        if (given != null) {
            metadata.put(key, given.strip());
        } else {
            metadata.putIfAbsent(key, otherwise);
        }
    }

    private static String text(Integer number) {
        return number == null ? null : number.toString();
    }

    private static String json(List<String> labels) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (String label : labels) {
                json.writeString(label);
            }
            json.writeEndArray();
        }
        return text.toString();
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
