package io.deltaframe.api.video;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Opens videos to be read once, frame after frame, as they come: files, and streams that have no end. A service; safe
 * for several threads.
 */
@ProviderType
public interface StreamSource {

    /**
     * Opens a stream. May wait for the network.
     *
     * @param location path of a file, or a URL FFmpeg can open
     * @param threads  decoding threads, at least 1; 0 for one a processor
     * @return the open stream, for the caller to close
     * @throws VideoException if it cannot be opened or has no video; nothing is left open
     */
    VideoStream openStream(String location, int threads) throws VideoException;
}
