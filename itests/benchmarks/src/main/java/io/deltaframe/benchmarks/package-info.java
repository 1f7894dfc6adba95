/**
 * How fast it is: ratios to other implementations, measured in turn in one process. {@link
 * io.deltaframe.benchmarks.Benchmarks} runs the suites; benchmarks of what bundles do not export live in the packages
 * of those bundles.
 */
package io.deltaframe.benchmarks;
