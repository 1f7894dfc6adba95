package io.deltaframe.live.evidence;

import io.deltaframe.api.live.EvidenceOptions;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.video.JpegCodec;
import io.deltaframe.api.video.VideoWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * The folders of evidence and the thread that writes into them: one, so that encoding clips takes one processor from
 * recognition at most. Safe for several threads.
 */
@Component(service = Evidence.class)
public final class Evidence {

    private static final long IDLE_SECONDS = 10;
    private static final long STOP_SECONDS = 5;

    private final Logger log;
    private final Disk disk;
    private final Clock clock;
    private final ExecutorService executor;
    private final Map<Path, FolderWriter> folders = new ConcurrentHashMap<>();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile JpegCodec pictures;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile VideoWriter videos;

    /** @param log told when evidence stops, and when it goes on */
    @Activate
    public Evidence(@Reference(service = LoggerFactory.class) Logger log) {
        this(log, Disk.FILES, Clock.systemUTC());
    }

    Evidence(Logger log, Disk disk, Clock clock) {
        this.log = log;
        this.disk = disk;
        this.clock = clock;
        ThreadPoolExecutor one = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), work -> Thread.ofPlatform().daemon().name("deltaframe-live-evidence")
                        .unstarted(work));
        one.allowCoreThreadTimeOut(true);
        this.executor = one;
    }

    /** For tests: without a service registry. */
    Evidence with(JpegCodec codec, VideoWriter writer) {
        pictures = codec;
        videos = writer;
        return this;
    }

    JpegCodec pictures() {
        return pictures;
    }

    VideoWriter videos() {
        return videos;
    }

    Clock clock() {
        return clock;
    }

    /**
     * {@return what keeps evidence of one session}
     *
     * @param session options of the session
     * @param options what to keep
     */
    EventRecorder recorder(LiveOptions session, EvidenceOptions options) {
        Path folder = Path.of(options.folder()).toAbsolutePath().normalize();
        FolderWriter writer = folders.computeIfAbsent(folder,
                path -> new FolderWriter(new EvidenceFolder(path, disk), this, executor, log));
        return new EventRecorder(session, options, writer, this);
    }

    @Deactivate
    void stop() throws InterruptedException {
        executor.shutdown();
        if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            executor.shutdownNow();
        }
    }
}
