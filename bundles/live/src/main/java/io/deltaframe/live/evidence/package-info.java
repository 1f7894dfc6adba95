/**
 * Evidence of action events: pictures of their start and peak and a clip, in a folder with limits. Pictures wait in
 * memory as JPEG; a thread of its own writes.
 *
 * <p>Uses no other room.
 */
package io.deltaframe.live.evidence;
