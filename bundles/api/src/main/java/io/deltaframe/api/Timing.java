package io.deltaframe.api;

import java.io.Serializable;

/**
 * Where the time of a recognition went, in milliseconds of wall clock. Decoding and preprocessing overlap; each figure
 * is the time its own work took. Immutable.
 *
 * @param decode     demultiplexing, decoding and colour conversion; 0 where frames were given
 * @param preprocess resizing and cropping
 * @param inference  the network, all views
 */
public record Timing(double decode, double preprocess, double inference) implements Serializable { }
