package io.deltaframe.api.swap;

import java.io.Serializable;

/**
 * How long some calls took in the network, all views of a call together, in milliseconds of wall clock. NaN where there
 * were no calls. Immutable.
 *
 * @param median  half of them took at most as long
 * @param p95     19 of 20 took at most as long
 * @param longest the longest one
 */
public record Latency(double median, double p95, double longest) implements Serializable { }
