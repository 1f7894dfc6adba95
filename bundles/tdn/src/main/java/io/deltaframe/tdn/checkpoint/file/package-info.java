/**
 * What all checkpoint formats share: positioned reads of a file, the index of its tensors, and elements of any type as
 * floats. Files come from strangers, so every length is checked against the file before memory is taken for it.
 *
 * <p>Uses the nouns of {@code io.deltaframe.tdn} only; knows no format.
 */
package io.deltaframe.tdn.checkpoint.file;
