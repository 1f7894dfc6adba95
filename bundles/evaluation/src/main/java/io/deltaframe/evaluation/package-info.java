/**
 * How well a recognizer does on a list of labelled videos: the protocol of the paper, run by several workers, resumed
 * where it was interrupted, and written down so that anybody can check it. Plain code over
 * {@link io.deltaframe.api.Recognizer}; commands call it.
 *
 * <p>One thought in four steps. A {@link io.deltaframe.evaluation.VideoList}, which knows where its videos are, makes
 * with model, options and engine a {@link io.deltaframe.evaluation.Protocol}. An
 * {@link io.deltaframe.evaluation.Evaluation} has workers recognise the videos and puts the outcomes in the order of
 * the list. Each outcome is written to the scores and counted into the metrics.
 * {@link io.deltaframe.evaluation.Results} are the metrics at the end, summed up for people and programs. Only what a
 * caller needs is public.
 *
 * <p>Uses the room {@code list}, {@code io.deltaframe.api} and {@code io.deltaframe.api.video} (whose exception tells
 * an unreadable video from a broken engine), and nothing else of Deltaframe.
 */
@Export
@Version("1.0.0")
package io.deltaframe.evaluation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
