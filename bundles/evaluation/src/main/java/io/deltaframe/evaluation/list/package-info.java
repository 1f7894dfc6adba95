/**
 * What the text of a list says: its lines, the ways in which each can be read, and which of them is meant, by what is
 * on disk. Other rooms get entries, and what was odd, in words.
 *
 * <p>Uses no other room.
 */
package io.deltaframe.evaluation.list;
