/**
 * Counts and times, and how they are shown: as records, and as Prometheus' text.
 *
 * <p>Uses no other room.
 */
package io.deltaframe.live.metrics;
