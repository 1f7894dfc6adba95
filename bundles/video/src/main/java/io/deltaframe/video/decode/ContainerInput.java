package io.deltaframe.video.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;

import io.deltaframe.api.video.StreamOptions;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoInfo;
import io.deltaframe.video.demux.Demuxer;
import io.deltaframe.video.demux.Location;
import io.deltaframe.video.demux.NetworkWatch;
import io.deltaframe.video.demux.Orientation;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A container in a file or behind a URL. Every pass opens it anew: seeking to the start is not exact in every
 * container, and opening is. The pass whose first picture {@link VideoInfo} tells of goes on as the first.
 */
public final class ContainerInput implements VideoInput {

    private final Location location;
    private final NetworkWatch network;
    private final StreamOptions options;
    private final BooleanSupplier closed;
    private final boolean endless;
    private final VideoInfo info;
    private ContainerPass begun;

    /**
     * Opens it.
     *
     * @param options with longest waits that are not zero
     * @param closed  true when opening and reading make no sense any more
     * @throws VideoException if it cannot be opened; nothing is left open
     */
    public ContainerInput(Location location, StreamOptions options, NetworkWatch network, BooleanSupplier closed)
            throws VideoException {
        this.location = location;
        this.options = options;
        this.network = network;
        this.closed = closed;
        Demuxer demuxer = open();
        this.endless = demuxer.isEndless();
        this.begun = new ContainerPass(location, demuxer, options.threads());
        boolean known = false;
        try {
            this.info = info(demuxer);
            known = true;
        } finally {
            if (!known) {
                close();
            }
        }
    }

    /**
     * Size and orientation are the first picture's: neither what its codec says of its orientation nor its cropping is
     * known before it is decoded.
     */
    private VideoInfo info(Demuxer demuxer) throws VideoException {
        AVFrame first = begun.peek();
        AVCodecParameters parameters = demuxer.stream().codecpar();
        int width = first == null ? parameters.width() : first.width();
        int height = first == null ? parameters.height() : first.height();
        Orientation orientation = begun.orientation();
        return orientation.swapsSides() ? demuxer.info(height, width, orientation)
                : demuxer.info(width, height, orientation);
    }

    private Demuxer open() throws VideoException {
        return new Demuxer(location, network, options, closed);
    }

    @Override
    public VideoInfo info() {
        return info;
    }

    @Override
    public boolean isEndless() {
        return endless;
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
        ContainerPass pass = begun != null && !singleThread ? begun : null;
        if (pass == null) {
            close();
            return new ContainerPass(location, open(), singleThread ? 1 : options.threads());
        }
        begun = null;
        return pass;
    }

    @Override
    public void close() {
        if (begun != null) {
            begun.close();
            begun = null;
        }
    }
}
