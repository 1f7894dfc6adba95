/**
 * Names of a model's classes, in the order of its outputs: read from the files that data sets come with, and checked.
 * Exported for commands and hosts that take such a file from a user.
 *
 * <p>May use no other room.
 */
@Export
@Version("1.0.0")
package io.deltaframe.recognizer.labels;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
