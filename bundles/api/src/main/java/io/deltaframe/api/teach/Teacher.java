package io.deltaframe.api.teach;

import io.deltaframe.api.model.Model;
import io.deltaframe.api.segment.SegmentRecognizer;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Teaches models new actions. A service; safe for several threads. */
@ProviderType
public interface Teacher {

    /**
     * Takes the clips of a folder, fits a head to their features, and writes base and head as a checkpoint. What was
     * computed of a clip is kept in a cache: a run that was interrupted goes on when it is made again. The same clips,
     * base and lesson give the same file, whatever the number of workers.
     *
     * @param base       a recognizer that runs the base model, and nothing else
     * @param checkpoint the base model
     * @param lesson     what is to be taught
     * @param listener   told of every clip, on the threads of the workers, one call at a time
     * @return what was made, and how good it can be expected to be
     * @throws TeachingException    if the folder cannot be taught from, the engine fails, or the file cannot be written
     * @throws InterruptedException if the thread was interrupted; the features of finished clips are kept
     */
    TeachingReport teach(SegmentRecognizer base, Model checkpoint, Lesson lesson, Consumer<TeachingProgress> listener)
            throws TeachingException, InterruptedException;
}
