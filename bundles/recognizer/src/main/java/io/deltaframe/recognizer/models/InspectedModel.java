package io.deltaframe.recognizer.models;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.model.Model;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/**
 * A model that was inspected.
 *
 * @param info   what was found
 * @param source where its checkpoint is
 */
public record InspectedModel(ModelInfo info, CheckpointSource source) implements Model {

    @Override
    public SeekableByteChannel openCheckpoint() throws IOException {
        return source.open();
    }
}
