package io.deltaframe.api.metrics;

import java.io.Serializable;
import java.util.List;

/**
 * How long things took, in seconds. Immutable.
 *
 * @param count   how many were measured
 * @param sum     of all of them
 * @param p50     half of them took no longer; a bound at most a third too high, as are the other two
 * @param p95     95 of 100 took no longer
 * @param p99     99 of 100 took no longer
 * @param max     the longest
 * @param buckets how many took no longer than given times, by growing time
 */
public record Distribution(long count, double sum, double p50, double p95, double p99, double max,
                           List<Bucket> buckets) implements Serializable {

    /**
     * A bound.
     *
     * @param upTo  seconds
     * @param count how many took no longer than that; those of smaller bounds among them
     */
    public record Bucket(double upTo, long count) implements Serializable { }

    /**
     * Copies the list.
     *
     * @throws NullPointerException if it is null
     */
    public Distribution {
        buckets = List.copyOf(buckets);
    }
}
