/**
 * Readers of checkpoint files: safetensors, PyTorch's zip container and its older stream of pickles. Files come from
 * strangers, so every length is checked against the file before memory is taken for it, and nothing in a file names code to run.
 */
package io.deltaframe.tdn.checkpoint;
