package io.deltaframe.evaluation.list;

/**
 * A video of a list.
 *
 * @param line     its line, from 1
 * @param path     as the line has it
 * @param location where it is, or should be
 * @param frames   frames as the line has them, 0 where it has none
 * @param label    as the line has it
 */
public record ListEntry(int line, String path, String location, int frames, int label) { }
