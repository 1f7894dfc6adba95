/**
 * The operators as plain loops, and the threads that share their tasks.
 *
 * <p>Uses no other room.
 */
package io.deltaframe.scalar.loop;
