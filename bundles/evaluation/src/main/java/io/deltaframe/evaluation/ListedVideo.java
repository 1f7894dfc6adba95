package io.deltaframe.evaluation;

/**
 * A line of a list.
 *
 * @param number   position among the videos of the list, from 0
 * @param line     its line in the list, from 1
 * @param path     as the list has it
 * @param location where the video is, or should be
 * @param frames   frames as the list has them, 0 where it does not say
 * @param label    index of the right class
 */
public record ListedVideo(int number, int line, String path, String location, int frames, int label) { }
