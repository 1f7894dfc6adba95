package io.deltaframe.video;

import io.deltaframe.api.config.ConfigurationReader;
import io.deltaframe.api.config.VideoConfig;
import io.deltaframe.api.video.Redaction;
import io.deltaframe.api.video.StreamOptions;
import io.deltaframe.api.video.StreamSource;
import io.deltaframe.api.video.Video;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoSource;
import io.deltaframe.api.video.VideoStream;
import io.deltaframe.video.decode.ContainerInput;
import io.deltaframe.video.decode.FolderInput;
import io.deltaframe.video.decode.OpenStream;
import io.deltaframe.video.decode.OpenVideo;
import io.deltaframe.video.decode.VideoInput;
import io.deltaframe.video.demux.Answer;
import io.deltaframe.video.demux.Location;
import io.deltaframe.video.demux.NetworkWatch;
import io.deltaframe.video.natives.Natives;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Opens files of any container and codec FFmpeg knows, folders of numbered pictures, and URLs.
 *
 * <p>What callers may rely on beyond the contract:
 * <ul>
 * <li>frames come in presentation order, those that a decoder holds back at the end included; interlaced ones as they
 *     are, not blended;
 * <li>each frame has its own size, also where sizes change within a stream or folder;
 * <li>the time of the first frame is 0, whatever the container starts with;
 * <li>a folder's pictures are ordered by number; numbers missing make no frames and are told in the warnings, as are
 *     pictures that cannot be decoded and are left out;
 * <li>a stream that is cut off or damaged gives the frames that FFmpeg makes of it, and the warnings say what was
 *     wrong.
 * </ul>
 *
 * <p>FFmpeg is loaded when the first video is opened. Videos still open when the component goes are closed.
 * Where the number of frames has to be corrected, a URL is read a second time: sources that cannot be repeated
 * (cameras, live streams) are opened as streams, which are read once.
 */
// Immediate: else SCR would end the component, and with it open videos, whenever the last user of the moment lets go.
@Component(name = VideoConfig.PID, service = {VideoSource.class, StreamSource.class},
        immediate = true)
@Designate(ocd = FfmpegVideoSource.Config.class)
public final class FfmpegVideoSource implements VideoSource, StreamSource {

    /** Configuration, of the PID in {@link VideoConfig}. */
    @ObjectClassDefinition(name = "Deltaframe video source", description = "Decodes videos with FFmpeg")
    public @interface Config {

        /** {@return longest wait for the network in seconds, for opening a URL and for each piece of it} */
        @AttributeDefinition(name = "Network timeout",
                description = "Longest wait in seconds for opening a URL and for each piece of it",
                min = "1", max = "3600")
        int network_timeout_seconds() default 20;

        /** {@return longest wait for a file in seconds, for opening it and for each piece of it} */
        @AttributeDefinition(name = "Read timeout",
                description = "Longest wait in seconds for opening a file and for each piece of it, as where a network"
                        + " file system does not answer",
                min = "1", max = "3600")
        int read_timeout_seconds() default 60;
    }

    private static final int STOP_SECONDS = 1;

    private final int networkSeconds;
    private final int readSeconds;
    private final Logger logger;
    private final NetworkWatch network = new NetworkWatch();
    private final Set<OpenVideo> open = ConcurrentHashMap.newKeySet();
    private final Set<OpenStream> streams = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean said = new AtomicBoolean();
    /**
     * Read by every opening, written by the component's end: nothing is opened while or after the callback is freed.
     */
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private boolean gone;

    /**
     * Called by Declarative Services.
     *
     * @param configured the configuration
     * @param logger     the bundle's logger
     */
    @Activate
    public FfmpegVideoSource(Map<String, Object> configured, @Reference(service = LoggerFactory.class) Logger logger) {
        this(read(configured, logger), logger);
    }

    private FfmpegVideoSource(Config config, Logger logger) {
        this(config.network_timeout_seconds(), config.read_timeout_seconds(), logger);
    }

    /** Videos are to be had whatever is configured: a wrong value is told of, and the defaults are taken. */
    private static Config read(Map<String, Object> configured, Logger logger) {
        ConfigurationReader.unknown(Config.class, configured)
                .forEach(oddity -> logger.warn("video source: {}", oddity));
        try {
            return ConfigurationReader.read(Config.class, configured);
        } catch (IllegalArgumentException e) {
            logger.error("video source: {}; the defaults are taken", e.getMessage());
            return ConfigurationReader.read(Config.class, Map.of());
        }
    }

    /**
     * Without a framework.
     *
     * @param networkSeconds longest wait for the network, at least 1
     * @param logger         may be null
     */
    FfmpegVideoSource(int networkSeconds, Logger logger) {
        this(networkSeconds, 60, logger);
    }

    private FfmpegVideoSource(int networkSeconds, int readSeconds, Logger logger) {
        this.networkSeconds = Math.clamp(networkSeconds, 1, 3600);
        this.readSeconds = Math.clamp(readSeconds, 1, 3600);
        this.logger = logger;
    }

    @Override
    public Video open(String location, int threads) throws VideoException {
        if (threads < 0) {
            throw new IllegalArgumentException("the number of decoding threads must be at least 0 but is " + threads);
        }
        AtomicBoolean closed = new AtomicBoolean();
        return open(location, StreamOptions.DEFAULTS.withThreads(threads), closed::get,
                (found, input) -> video(found, input, closed));
    }

    @Override
    public VideoStream openStream(String location, StreamOptions options) throws VideoException {
        AtomicBoolean closed = new AtomicBoolean();
        // FFmpeg asks on the thread that waits
        return open(location, options, () -> closed.get() || Thread.currentThread().isInterrupted(),
                (found, input) -> stream(found, input, closed));
    }

    /** Makes something of an input. */
    @FunctionalInterface
    private interface Opening<T> {
        T open(Location found, VideoInput input) throws VideoException;
    }

    private <T> T open(String location, StreamOptions options, BooleanSupplier closed, Opening<T> opening)
            throws VideoException {
        Location found = Answer.within(readSeconds, Redaction.location(location),
                () -> Location.of(location, options.credentials()));
        Natives.load();
        if (logger != null && !said.getAndSet(true)) {
            logger.info(Natives.description());
        }
        life.readLock().lock();
        try {
            if (gone) {
                throw found.failure("the video service has been stopped");
            }
            Duration usual = Duration.ofSeconds(found.isNetwork() ? networkSeconds : readSeconds);
            VideoInput input = found.kind() == Location.Kind.FOLDER ? new FolderInput(found)
                    : new ContainerInput(found, options.withTimeouts(orUsual(options.openTimeout(), usual),
                            orUsual(options.readTimeout(), usual)), network, closed);
            return opening.open(found, input);
        } finally {
            life.readLock().unlock();
        }
    }

    private static Duration orUsual(Duration asked, Duration usual) {
        return asked.isZero() ? usual : asked;
    }

    private Video video(Location found, VideoInput input, AtomicBoolean closed) throws VideoException {
        if (input.isEndless()) {
            input.close();
            throw found.failure(Location.LIVE_PLAYLIST);
        }
        OpenVideo[] self = new OpenVideo[1];
        self[0] = new OpenVideo(found, input, closed, () -> open.remove(self[0]));
        open.add(self[0]);
        return self[0];
    }

    private VideoStream stream(Location found, VideoInput input, AtomicBoolean closed) throws VideoException {
        OpenStream[] self = new OpenStream[1];
        self[0] = new OpenStream(found, input, closed, () -> streams.remove(self[0]));
        streams.add(self[0]);
        return self[0];
    }

    /** Closes what is still open; decoding runs end with an exception. */
    @Deactivate
    void deactivate() {
        network.end();
        boolean locked = false;
        try {
            // An opening ends at once where it waits for data. Where the system does not come back from a file, nothing
            // ends it; what it has is left to it then.
            locked = life.writeLock().tryLock(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!locked) {
            return;
        }
        try {
            gone = true;
            open.forEach(OpenVideo::close);
            streams.forEach(OpenStream::closeAndWait);
            network.close();
        } finally {
            life.writeLock().unlock();
        }
    }
}
