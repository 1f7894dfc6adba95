/**
 * From windows to actions that start and end.
 *
 * <p>Uses no other room.
 */
package io.deltaframe.live.action;
