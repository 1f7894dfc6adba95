package io.deltaframe.evaluation;

/**
 * How far an evaluation is.
 *
 * @param done       videos done, those of earlier runs included
 * @param resumed    videos that earlier runs had done
 * @param total      videos of the list
 * @param unreadable videos that could not be recognised
 * @param precision1 percent of the videos recognised whose right class came first
 * @param precision5 percent of the videos recognised whose right class was among the first five
 */
public record EvaluationProgress(int done, int resumed, int total, int unreadable, double precision1,
        double precision5) { }
