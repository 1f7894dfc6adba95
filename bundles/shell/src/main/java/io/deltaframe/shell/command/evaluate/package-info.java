/**
 * {@code evaluate}: options, progress and summary of an evaluation. The evaluation itself is
 * {@link io.deltaframe.evaluation.Evaluation}.
 *
 * <p>May use: {@code command.option}, {@code platform}, {@code output}.
 */
package io.deltaframe.shell.command.evaluate;
