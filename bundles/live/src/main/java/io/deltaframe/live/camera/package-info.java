/**
 * Cameras by configuration: a session for each, which reads its source for as long as it is configured.
 *
 * <p>Uses no other room: it opens sessions by their service.
 */
package io.deltaframe.live.camera;
