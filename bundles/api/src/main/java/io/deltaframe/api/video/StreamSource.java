package io.deltaframe.api.video;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Opens videos to be read once, frame after frame, as they come: files, and streams that have no end. A service; safe
 * for several threads.
 */
@ProviderType
public interface StreamSource {

    /**
     * Opens a stream. May wait for the network; an interrupt of the calling thread ends the wait, as it ends the wait
     * of a reading, with an exception, and the thread stays interrupted. Only the look-up of a host's name is waited
     * for in any case.
     *
     * @param location path of a file, or a URL FFmpeg can open. Credentials in it are used, and told nowhere
     * @param options  how it is opened
     * @return the open stream, for the caller to close
     * @throws UnauthorizedException if the server keeps it from who asks; nothing is left open
     * @throws VideoException        if it cannot be opened or has no video; nothing is left open
     */
    VideoStream openStream(String location, StreamOptions options) throws VideoException;
}
