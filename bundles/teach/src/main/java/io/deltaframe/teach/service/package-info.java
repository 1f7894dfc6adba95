/**
 * The service that teaches: looks at the clips of a folder, fits a head to their features and writes the model.
 *
 * <p>May use all rooms.
 */
package io.deltaframe.teach.service;
