package io.deltaframe.shell.platform;

import java.nio.file.Path;
import java.util.List;

/**
 * Which ensemble a command wants. Null stands for: no matter which.
 *
 * @param members two or more; of each the model, and the segments and labels of a checkpoint file count
 * @param labels  file with the names of the classes
 * @param scoring how the scores are combined: {@code released} or {@code softmax-mean}
 * @param engine  name of an engine
 * @param threads threads of the {@code simd} engine
 */
public record EnsembleChoice(List<RecognizerChoice> members, Path labels, String scoring, String engine,
        Integer threads) {

    public EnsembleChoice {
        members = List.copyOf(members);
    }
}
