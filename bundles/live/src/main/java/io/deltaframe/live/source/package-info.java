/**
 * Where frames come from when nobody pushes them: a source that is opened, read, watched and, where it is live, opened
 * again for ever.
 *
 * <p>Uses no other room.
 */
package io.deltaframe.live.source;
