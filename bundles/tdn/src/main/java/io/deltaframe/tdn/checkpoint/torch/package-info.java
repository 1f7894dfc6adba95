/**
 * PyTorch's two containers, the zip file and the older stream of pickles, and the pickle machine that both need. A
 * pickle is a program from a stranger: this machine knows the few calls that a checkpoint is made of, and runs no
 * other.
 *
 * <p>Uses {@code io.deltaframe.tdn.checkpoint.file} and the nouns of {@code io.deltaframe.tdn}; knows no other format.
 */
package io.deltaframe.tdn.checkpoint.torch;
