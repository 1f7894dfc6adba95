/**
 * Numbers about what runs: live sessions, which are cameras for those who look after them, and engines.
 * {@link io.deltaframe.api.metrics.Metrics} gives them as records, and as text in Prometheus' format.
 *
 * <p>Uses {@code io.deltaframe.api} and {@code io.deltaframe.api.live}. All data types are immutable and serialisable.
 */
@Export
@Version("1.0.0")
package io.deltaframe.api.metrics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
