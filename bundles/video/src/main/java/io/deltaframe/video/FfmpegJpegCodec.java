package io.deltaframe.video;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.JpegCodec;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.video.decode.JpegDecoder;
import io.deltaframe.video.encode.JpegEncoder;
import io.deltaframe.video.natives.Natives;
import org.osgi.service.component.annotations.Component;

/** JPEG by FFmpeg's own codec. Keeps nothing between calls. */
@Component(service = JpegCodec.class)
public final class FfmpegJpegCodec implements JpegCodec {

    /** Called by Declarative Services. */
    public FfmpegJpegCodec() { }

    @Override
    public byte[] encode(Frame frame, int quality) throws VideoException {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("the quality must be 1 to 100 but is " + quality);
        }
        Natives.load();
        try (JpegEncoder encoder = new JpegEncoder(frame)) {
            return encoder.encode(quality);
        }
    }

    @Override
    public Frame decode(byte[] jpeg, long timestampMicros) throws VideoException {
        Natives.load();
        return JpegDecoder.decode(jpeg, timestampMicros);
    }
}
