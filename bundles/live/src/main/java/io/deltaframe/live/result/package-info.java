/**
 * The doors through which results leave: listeners in the service registry, each with a mailbox of its own so that
 * nobody waits for it, and EventAdmin, which is one of them.
 *
 * <p>Uses no other room.
 */
package io.deltaframe.live.result;
