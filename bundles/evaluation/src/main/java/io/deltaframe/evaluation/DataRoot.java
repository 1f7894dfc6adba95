package io.deltaframe.evaluation;

import java.nio.file.Path;

/**
 * Where the videos of a list are. The released lists carry the absolute paths of the machines they were made on, so
 * that leading folders may have to be dropped: as many, for all alike, as let the most of the first videos be there.
 *
 * @param folder  the folder
 * @param dropped leading names of a listed path that are not below it
 */
public record DataRoot(Path folder, int dropped) { }
