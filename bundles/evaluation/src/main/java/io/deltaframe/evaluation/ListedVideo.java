package io.deltaframe.evaluation;

/**
 * A line of a list.
 *
 * @param number position in the list, from 0
 * @param path   as the list has it
 * @param frames frames as the list has them, 0 where it does not say
 * @param label  index of the right class
 */
public record ListedVideo(int number, String path, int frames, int label) { }
