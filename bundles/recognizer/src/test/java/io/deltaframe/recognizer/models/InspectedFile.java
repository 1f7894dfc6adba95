package io.deltaframe.recognizer.models;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.model.Model;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Optional;

/** A model in a file, inspected once, under any version. */
public record InspectedFile(Model model, String version) implements Model {

    public static InspectedFile of(Path file, String version) throws IOException {
        return new InspectedFile(InspectedModel.of(CheckpointSource.File.of(file),
                new ModelSettings("", "", Optional.empty(), "", 0, 0, 0)), version);
    }

    public InspectedFile withVersion(String other) {
        return new InspectedFile(model, other);
    }

    @Override
    public ModelInfo info() {
        ModelInfo info = model.info();
        return new ModelInfo(info.name(), version, info.sha256(), info.architecture(), info.segments(),
                info.inputSize(), info.resizeShortSide(), info.labels(), info.provenance(), info.license());
    }

    @Override
    public SeekableByteChannel openCheckpoint() throws IOException {
        return model.openCheckpoint();
    }
}
