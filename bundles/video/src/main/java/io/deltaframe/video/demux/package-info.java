/**
 * What lies at a location, and how to get at it: a container and the packets of its video stream, with a deadline where
 * a network is between; or the numbered pictures of a folder. Nothing is decoded here.
 *
 * <p>May use {@code natives}.
 */
package io.deltaframe.video.demux;
