package io.deltaframe.recognizer.models;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.model.Model;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that was inspected.
 *
 * @param info   what was found
 * @param source where its checkpoint is
 * @param notes  what people should hear about it
 */
record InspectedModel(ModelInfo info, CheckpointSource source, List<String> notes) implements Model {

    InspectedModel {
        notes = List.copyOf(notes);
    }

    /**
     * {@return the model a checkpoint is}
     *
     * @param source   the checkpoint
     * @param settings what is said about it
     * @throws IOException if the checkpoint cannot be read, is no TDN's, or does not fit what is said about it
     */
    static InspectedModel of(CheckpointSource source, ModelSettings settings) throws IOException {
        List<String> notes = new ArrayList<>();
        return new InspectedModel(ModelInspector.inspect(source, settings, notes::add), source, notes);
    }

    @Override
    public SeekableByteChannel openCheckpoint() throws IOException {
        return source.open();
    }
}
