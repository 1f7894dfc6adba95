/**
 * How results, messages and progress are written: tables, JSON, one-line messages, a progress line.
 *
 * <p>Uses no other room.
 */
package io.deltaframe.shell.output;
