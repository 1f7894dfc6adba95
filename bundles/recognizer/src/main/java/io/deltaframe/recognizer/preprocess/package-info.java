/**
 * From a frame to the bytes an engine takes: resized with Pillow's antialiased bilinear filter, byte for byte, and
 * cropped as torchvision does. {@link io.deltaframe.recognizer.preprocess.ResizedFrames ResizedFrames} is the way in.
 *
 * <p>May use no other room.
 */
package io.deltaframe.recognizer.preprocess;
