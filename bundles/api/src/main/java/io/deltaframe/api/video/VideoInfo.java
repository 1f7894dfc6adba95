package io.deltaframe.api.video;

import java.util.Objects;

/**
 * What a container says about its video stream. Immutable.
 *
 * @param location       as it was given
 * @param container      FFmpeg's name of the container format, or {@code images} for a folder of pictures
 * @param codec          FFmpeg's name of the codec
 * @param width          pixels a row of an upright frame
 * @param height         rows of an upright frame
 * @param rotation       degrees clockwise by which decoded pictures are turned to be upright: 0, 90, 180 or 270
 * @param frameRate      average frames a second, 0 where unknown
 * @param frameCount     number of frames as the container has it, -1 where it does not say; {@link Video#decode} finds
 *                       out
 * @param durationMicros length in microseconds, -1 where unknown
 */
public record VideoInfo(String location, String container, String codec, int width, int height, int rotation,
                        double frameRate, int frameCount, long durationMicros) {

    /**
     * Checks the components.
     *
     * @throws NullPointerException if a text is null
     */
    public VideoInfo {
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(container, "container");
        Objects.requireNonNull(codec, "codec");
    }
}
