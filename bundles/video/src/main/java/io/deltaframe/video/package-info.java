/**
 * Decoding and encoding with FFmpeg, behind the services of {@code io.deltaframe.api.video}.
 *
 * <p>Videos are written by JavaCV's {@code FFmpegFrameRecorder}. They are read through the JavaCPP classes that JavaCV
 * itself stands on, not through its {@code FFmpegFrameGrabber}: the grabber gives no way to learn of damaged packets
 * and frames, none to leave out the conversion of a frame, answers failures with bare numbers, decides the number of
 * frames by itself, and loads libavdevice, which wants X11, ALSA and PulseAudio to be installed. Without it five
 * libraries are loaded instead of seven, and the bundle is a tenth smaller.
 *
 * <p>Native memory is freed by the object that asked for it, in its {@code close}; JavaCPP's collector thread is off.
 *
 * <p>This room has the two services, and may use every other: {@code decode} (packets into pictures, pictures into
 * frames) and {@code encode} (frames into a file), {@code demux} (what lies at a location, and its packets),
 * {@code natives} (FFmpeg's libraries). Of the other bundles, video knows the API only.
 */
package io.deltaframe.video;
