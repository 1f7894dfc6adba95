package io.deltaframe.live.evidence;

/**
 * A frame as JPEG.
 *
 * @param epoch  of the stream
 * @param micros stream time
 * @param width  pixels a row
 * @param height rows
 * @param jpeg   the picture; not changed by anybody
 */
record Picture(int epoch, long micros, int width, int height, byte[] jpeg) { }
