/**
 * Actions in streams. A {@link io.deltaframe.api.live.LiveSession} takes frames as they come and names what happens in
 * windows of some seconds; from windows that agree it makes action events, with a start and an end.
 *
 * <p>{@link io.deltaframe.api.live.LiveSessions} opens sessions. Results come to
 * {@link io.deltaframe.api.live.LiveListener} services, chosen by their service properties, and as events
 * ({@link io.deltaframe.api.event.LiveEvents}).
 *
 * <p>Uses {@code io.deltaframe.api} and {@code io.deltaframe.api.event}. All data types are immutable and serialisable.
 */
@Export
@Version("1.0.0")
package io.deltaframe.api.live;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
