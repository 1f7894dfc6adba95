package io.deltaframe.api.video;

import io.deltaframe.api.Frame;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Encodes frames into H.264 files. A service; safe for several threads. */
@ProviderType
public interface VideoWriter {

    /**
     * Encodes frames, all of one size, in order.
     *
     * @param file      file to write, MP4; replaced if it exists, deleted if encoding fails
     * @param frameRate frames a second, above 0
     * @param bitRate   bits a second the encoder aims at, above 0
     * @param frames    the frames; sizes must be even (4:2:0 chroma)
     * @throws VideoException if the file cannot be written or the encoder refuses
     */
    void write(Path file, double frameRate, int bitRate, Iterable<Frame> frames) throws VideoException;
}
