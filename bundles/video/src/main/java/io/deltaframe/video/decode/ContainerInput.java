package io.deltaframe.video.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;

import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoInfo;
import io.deltaframe.video.demux.Demuxer;
import io.deltaframe.video.demux.Location;
import io.deltaframe.video.demux.NetworkWatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * A container in a file or behind a URL. Every pass opens it anew: seeking to the start is not exact in every
 * container, and opening is. What {@link VideoInfo} was read from serves the first pass.
 */
public final class ContainerInput implements VideoInput {

    private final Location location;
    private final NetworkWatch network;
    private final int timeoutSeconds;
    private final int threads;
    private final AtomicBoolean closed;
    private final VideoInfo info;
    private Demuxer opened;

    public ContainerInput(Location location, int threads, NetworkWatch network, int timeoutSeconds,
            AtomicBoolean closed) throws VideoException {
        this.location = location;
        this.threads = threads;
        this.network = network;
        this.timeoutSeconds = timeoutSeconds;
        this.closed = closed;
        this.opened = open();
        this.info = opened.info();
    }

    private Demuxer open() throws VideoException {
        return new Demuxer(location, network, timeoutSeconds, closed);
    }

    @Override
    public VideoInfo info() {
        return info;
    }

    @Override
    public int expectedPictures() throws VideoException {
        if (info.frameCount() > 0) {
            return info.frameCount();
        }
        if (location.isNetwork()) {
            // Fetching everything to count it costs as much as the second pass after a wrong guess.
            return (int) Math.clamp(Math.round(info.durationMicros() / 1e6 * info.frameRate()), 1L, Integer.MAX_VALUE);
        }
        int packets = 0;
        try (Demuxer demuxer = open()) {
            for (AVPacket packet = demuxer.next(); packet != null; packet = demuxer.next()) {
                packets += (packet.flags() & AV_PKT_FLAG_DISCARD) == 0 ? 1 : 0;
            }
        }
        return Math.max(1, packets);
    }

    @Override
    public PicturePass begin(boolean singleThread) throws VideoException {
        Demuxer demuxer = opened != null ? opened : open();
        opened = null;
        return new ContainerPass(location, demuxer, singleThread ? 1 : threads);
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }
}
