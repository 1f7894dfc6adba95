package io.deltaframe.video;

import io.deltaframe.api.Frame;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoWriter;
import io.deltaframe.video.encode.Mp4Encoder;
import io.deltaframe.video.natives.Natives;
import java.nio.file.Path;
import java.util.Iterator;
import org.osgi.service.component.annotations.Component;

/**
 * Writes H.264 into MP4 with Cisco's OpenH264, the H.264 encoder that the LGPL build of FFmpeg has: constrained
 * baseline, 4:2:0, BT.601 colours, no B-frames, no frame left out. As many frames come out as go in. Frames are shown
 * at the even distances of the frame rate; their own timestamps are not looked at. Pictures must be at least 16x16.
 */
@Component(service = VideoWriter.class)
public final class FfmpegVideoWriter implements VideoWriter {

    /** Called by Declarative Services. */
    public FfmpegVideoWriter() { }

    @Override
    public void write(Path file, double frameRate, int bitRate, Iterable<Frame> frames) throws VideoException {
        if (!(frameRate > 0) || Double.isInfinite(frameRate)) {
            throw new IllegalArgumentException("the frame rate must be above 0 but is " + frameRate);
        }
        if (bitRate <= 0) {
            throw new IllegalArgumentException("the bit rate must be above 0 but is " + bitRate);
        }
        Natives.load();
        // What can be known to be wrong is found before an existing file is touched.
        Iterator<Frame> rest = frames.iterator();
        if (!rest.hasNext()) {
            throw new VideoException(file + ": there are no frames to write");
        }
        Frame first = rest.next();
        if (first.width() % 2 != 0 || first.height() % 2 != 0) {
            throw new VideoException(file + ": frames of even width and height are needed but the first is "
                    + first.width() + "x" + first.height());
        }
        try (Mp4Encoder encoder = new Mp4Encoder(file, first.width(), first.height(), frameRate, bitRate)) {
            long count = 0;
            for (Frame frame = first; frame != null; frame = rest.hasNext() ? rest.next() : null) {
                if (frame.width() != first.width() || frame.height() != first.height()) {
                    throw new VideoException(file + ": frame " + count + " is " + frame.width() + "x" + frame.height()
                            + " but those before it are " + first.width() + "x" + first.height());
                }
                encoder.encode(frame);
                count++;
            }
            encoder.finish();
        }
    }
}
