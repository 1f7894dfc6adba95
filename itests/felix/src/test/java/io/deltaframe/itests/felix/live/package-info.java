/**
 * Live sources with real parts: streams sent by the ffmpeg program and by GStreamer's RTSP server, cameras by
 * configuration, and that passwords are told nowhere.
 */
package io.deltaframe.itests.felix.live;
