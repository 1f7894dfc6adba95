package io.deltaframe.live.source;

import io.deltaframe.api.live.SourceOptions;
import io.deltaframe.api.live.SourceState;
import io.deltaframe.api.video.Redaction;
import io.deltaframe.api.video.StreamSource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Keeps a source going: connects, watches for the last frame with a clock of its own, and connects again with growing
 * pauses, for ever, where the source is live; one that refuses who asks is asked again after a minute. A file is read
 * once. Reasons are told without the source's secrets.
 */
public final class SourceReader implements AutoCloseable {

    /** A scheme and two slashes: a URL, which may come back; anything else is a file, which does not. */
    private static final Pattern URL = Pattern.compile("(?i)^(?!file:)[a-z][a-z0-9+.-]+://.*");
    /** Opening ends by itself when the network does not answer; one that takes longer hangs. */
    private static final Duration LONGEST_OPENING = Duration.ofMinutes(1);
    private static final long LOOK_MILLIS = 200;
    private static final long FIRST_PAUSE_MILLIS = 1000;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    /** Cameras lock out who asks often with a wrong password. */
    private static final Duration UNAUTHORIZED_PAUSE = Duration.ofMinutes(1);

    private final String name;
    private final SourceOptions options;
    private final Supplier<StreamSource> sources;
    private final FrameSink sink;
    private final Redaction redaction;
    private final Duration unauthorizedPause;
    private final Thread thread;
    private SourceState state = SourceState.NONE;
    private String reason = "";
    private volatile boolean stopped;

    /**
     * A source not yet opened.
     *
     * @param name    of the session
     * @param options which source
     * @param sources gives the service that opens streams, or null where there is none
     * @param sink    is filled
     */
    public SourceReader(String name, SourceOptions options, Supplier<StreamSource> sources, FrameSink sink) {
        this(name, options, sources, sink, UNAUTHORIZED_PAUSE);
    }

    SourceReader(String name, SourceOptions options, Supplier<StreamSource> sources, FrameSink sink,
                 Duration unauthorizedPause) {
        this.name = name;
        this.options = options;
        this.sources = sources;
        this.sink = sink;
        this.redaction = options.redaction();
        this.unauthorizedPause = unauthorizedPause;
        this.thread = Thread.ofPlatform().daemon().name("deltaframe-live-source-" + name).unstarted(this::run);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            long pause = FIRST_PAUSE_MILLIS;
            while (!stopped) {
                become(SourceState.CONNECTING, "");
                StreamSource source = sources.get();
                Connection.Progress end = source == null ? null : follow(source);
                if (end != null && end.stage() == Connection.Stage.ENDED && !end.live()) {
                    sink.ended();
                    become(SourceState.STOPPED, "the source is at its end");
                    return;
                }
                String why = end == null ? "there is no service that opens streams (bundle io.deltaframe.video)"
                        : redaction.apply(end.reason());
                if (end != null && end.stage() == Connection.Stage.REFUSED) {
                    sink.lost(why);
                    become(SourceState.UNAUTHORIZED, why);
                    pause = FIRST_PAUSE_MILLIS;
                    TimeUnit.NANOSECONDS.sleep(unauthorizedPause.toNanos());
                    continue;
                }
                if (!URL.matcher(options.location()).matches()) {
                    sink.ended();
                    become(SourceState.LOST, why);
                    become(SourceState.STOPPED, "the source is not live, so it is not tried again");
                    return;
                }
                sink.lost(why);
                become(SourceState.LOST, why);
                pause = end != null && end.frames() > 0 ? FIRST_PAUSE_MILLIS : pause;
                TimeUnit.MILLISECONDS.sleep(pause);
                pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            }
        } catch (InterruptedException e) {
            become(SourceState.STOPPED, "the source was detached");
        }
    }

    /** {@return how the attempt ended} */
    private Connection.Progress follow(StreamSource source) throws InterruptedException {
        Connection connection = new Connection(name, options, source, sink);
        connection.start();
        try {
            Connection.Progress now = null;
            while (true) {
                now = connection.await(LOOK_MILLIS, now);
                boolean opening = now.stage() == Connection.Stage.OPENING;
                if (now.frames() > 0 && state == SourceState.CONNECTING) {
                    // Also where all frames have come between two looks
                    become(SourceState.RUNNING, "");
                }
                Duration patience = opening ? LONGEST_OPENING : options.lostAfter();
                if (now.stage() == Connection.Stage.FAILED || now.stage() == Connection.Stage.REFUSED) {
                    return now;
                }
                if (now.stage() == Connection.Stage.ENDED) {
                    return now.live() ? with(now, "the stream ended") : now;
                }
                if ((now.live() || opening) && now.quietNanos() > patience.toNanos()) {
                    return with(now, opening ? "no answer in " + seconds(patience.toMillis()) : now.frames() == 0
                            ? "no frame came in " + seconds(patience.toMillis())
                            : "no more frames for " + seconds(patience.toMillis()));
                }
                if (now.live() && now.quietNanos() > options.stallAfter().toNanos()) {
                    become(SourceState.STALLED, "no frame for " + seconds(options.stallAfter().toMillis()));
                } else if (now.frames() > 0) {
                    become(SourceState.RUNNING, "");
                }
            }
        } finally {
            connection.abandon();
        }
    }

    private static Connection.Progress with(Connection.Progress progress, String reason) {
        return new Connection.Progress(progress.stage(), progress.live(), reason, progress.quietNanos(),
                progress.frames());
    }

    private static String seconds(long millis) {
        return millis / 1000.0 + " s";
    }

    private void become(SourceState next, String why) {
        if (next != state || !why.equals(reason)) {
            state = next;
            reason = why;
            sink.state(next, why);
        }
    }

    /** Detaches the source. Returns at once; what still reads is abandoned. */
    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }
}
