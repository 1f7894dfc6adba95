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
record InspectedModel(ModelInfo info, CheckpointSource source) implements Model {

    /**
     * {@return the model a checkpoint is}
     *
     * @param source   the checkpoint
     * @param settings what is said about it
     * @throws IOException if the checkpoint cannot be read, is no TDN's, or does not fit what is said about it
     */
    static InspectedModel of(CheckpointSource source, ModelSettings settings) throws IOException {
        return new InspectedModel(ModelInspector.inspect(source, settings), source);
    }

    @Override
    public SeekableByteChannel openCheckpoint() throws IOException {
        return source.open();
    }
}
