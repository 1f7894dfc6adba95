package io.deltaframe.live;

import com.sun.management.OperatingSystemMXBean;
import io.deltaframe.api.live.LiveListener;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.LiveStatus;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.api.video.StreamSource;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoStream;
import io.deltaframe.live.session.LiveSessionsComponent;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Cameras that show a file each in real time, decoded and watched by live sessions. */
final class Cameras {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final LiveSessionsComponent live;
    private final StreamSource source;
    private final String file;
    private volatile String failure = "";

    Cameras(SegmentRecognizer recognizer, StreamSource source, String file) {
        this.live = Sessions.over(recognizer);
        this.source = source;
        this.file = file;
    }

    /**
     * Watches until all files are at their end.
     *
     * @param count how many cameras
     * @return where each session stood at the end
     */
    List<LiveStatus> watch(int count) throws InterruptedException {
        List<LiveSession> sessions = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            LiveSession session = live.open(LiveOptions.of("camera " + i), new LiveListener() { });
            sessions.add(session);
            // Cameras do not begin all at once
            long start = begin + TimeUnit.SECONDS.toNanos(1) * i / count;
            threads.add(Thread.ofPlatform().daemon().start(() -> show(session, start)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        List<LiveStatus> status = new ArrayList<>();
        for (LiveSession session : sessions) {
            session.drain(LONG);
            status.add(session.status());
            session.close();
        }
        if (!failure.isEmpty()) {
            throw new IllegalStateException(failure);
        }
        return status;
    }

    /**
     * {@return processor time that one camera takes, in nanoseconds a second of stream: the file is read as fast as it
     * goes, and every window is waited for}
     */
    double processorNanos() throws VideoException, InterruptedException {
        long begin = PROCESS.getProcessCpuTime();
        double last = 0;
        try (LiveSession session = live.open(LiveOptions.of("alone"), new LiveListener() { });
                VideoStream stream = source.openStream(file, 1)) {
            while (stream.next()) {
                session.push(stream.frame());
                session.drain(LONG);
                last = stream.timestampMicros() / 1e6;
            }
        }
        return (PROCESS.getProcessCpuTime() - begin) / last;
    }

    /** {@return processor time that decoding takes of it, without conversion} */
    double decodingNanos() throws VideoException {
        long begin = PROCESS.getProcessCpuTime();
        double last = 0;
        try (VideoStream stream = source.openStream(file, 1)) {
            while (stream.next()) {
                last = stream.timestampMicros() / 1e6;
            }
        }
        return (PROCESS.getProcessCpuTime() - begin) / last;
    }

    private void show(LiveSession session, long start) {
        try (VideoStream stream = source.openStream(file, 1)) {
            while (stream.next()) {
                long wait = start + TimeUnit.MICROSECONDS.toNanos(stream.timestampMicros()) - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                session.push(stream.frame());
            }
        } catch (VideoException e) {
            failure = e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
