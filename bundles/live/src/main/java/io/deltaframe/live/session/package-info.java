/**
 * What a platform sees: the service that opens sessions, and a session, which leads frames through windows and networks
 * to results.
 *
 * <p>The top room: it may use all others.
 */
package io.deltaframe.live.session;
