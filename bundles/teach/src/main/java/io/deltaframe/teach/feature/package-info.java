/**
 * What the base model makes of a clip: the features before its head, a segment each, for several views in time. Taken
 * from the cache where the same content was looked at by the same model before.
 *
 * <p>May use no other room.
 */
package io.deltaframe.teach.feature;
