package io.deltaframe.shell.platform;

import java.nio.file.Path;

/**
 * Which recognizer a command wants. Null stands for: no matter which.
 *
 * @param model    name of a model, or path of a checkpoint file
 * @param labels   file with the names of the classes
 * @param segments segments a clip
 * @param engine   name of an engine
 * @param threads  threads of the {@code simd} engine
 */
public record RecognizerChoice(String model, Path labels, Integer segments, String engine, Integer threads) { }
