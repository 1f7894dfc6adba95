package io.deltaframe.api.teach;

import java.io.Serializable;

/**
 * How far teaching is.
 *
 * @param done       clips looked at, those included whose features were in the cache
 * @param cached     clips whose features were in the cache
 * @param unreadable clips that could not be read
 * @param total      clips of the folder
 */
public record TeachingProgress(int done, int cached, int unreadable, int total) implements Serializable { }
