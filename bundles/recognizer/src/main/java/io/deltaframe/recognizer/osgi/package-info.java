/**
 * What every room needs of the platform: services in the registry that come and go, events, and threads for work in the
 * background. Knows neither models nor videos.
 *
 * <p>May use no other room.
 */
package io.deltaframe.recognizer.osgi;
