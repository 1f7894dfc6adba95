package io.deltaframe.api.video;

import org.osgi.annotation.versioning.ProviderType;

/** Opens videos. A service; safe for several threads. */
@ProviderType
public interface VideoSource {

    /**
     * Opens a video and reads what its container says about it.
     *
     * @param location path of a file, path of a folder with numbered pictures ({@code 00001.jpg},
     *                 {@code img_00001.jpg}), or a URL FFmpeg can open
     * @param threads  decoding threads, at least 1; 0 for one a processor
     * @return the open video, for the caller to close
     * @throws VideoException if there is no such file, it cannot be read, or has no video stream; nothing is left open
     */
    Video open(String location, int threads) throws VideoException;
}
