package io.deltaframe.live.evidence;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Action;
import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.ActionEvent.Ending;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.api.live.WindowResult.Inference;
import io.deltaframe.api.live.WindowResult.TimeBase;
import io.deltaframe.api.video.JpegCodec;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoWriter;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.log.Logger;

/** Evidence without FFmpeg: a picture is its frame's time and some bytes, a video the times of its frames as text. */
final class EvidenceRig {

    static final int PICTURE = 1000;
    static final Instant BEGIN = Instant.parse("2026-11-26T12:00:00Z");
    static final ModelInfo MODEL = new ModelInfo("m", "1.0.0", "", "", 8, 4, 4, List.of("wave"), "", "");

    final List<String> logged = new CopyOnWriteArrayList<>();
    final Evidence evidence;
    volatile Instant now = BEGIN;
    /** Why nothing can be written, or null. */
    volatile String full;

    private final Logger log = (Logger) Proxy.newProxyInstance(Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                if (method.getReturnType() == void.class) {
                    logged.add(method.getName() + " " + arguments[0]);
                }
                return method.getReturnType() == boolean.class ? false : null;
            });

    private final JpegCodec codec = new JpegCodec() {
        @Override
        public byte[] encode(Frame frame, int quality) {
            return ByteBuffer.allocate(PICTURE).putLong(frame.timestampMicros()).array();
        }

        @Override
        public Frame decode(byte[] jpeg, long timestampMicros) throws VideoException {
            if (ByteBuffer.wrap(jpeg).getLong() != timestampMicros) {
                throw new VideoException("another picture's time");
            }
            return Frame.wrap(17, 16, timestampMicros, new byte[3 * 17 * 16]);
        }
    };

    private final VideoWriter writer = (file, rate, bits, frames) -> {
        List<String> lines = new ArrayList<>();
        for (Frame frame : frames) {
            if (frame.width() % 2 != 0 || frame.height() % 2 != 0) {
                throw new VideoException("frames of odd size");
            }
            lines.add(Long.toString(frame.timestampMicros() / 1000));
        }
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new VideoException(e.toString(), e);
        }
    };

    EvidenceRig() {
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        Disk disk = (file, content) -> {
            if (full != null) {
                throw new IOException(full);
            }
            return Disk.FILES.write(file, content);
        };
        evidence = new Evidence(log, disk, clock).with(codec, writer);
    }

    SessionEvidence session(String name) {
        return new SessionEvidence(evidence, LiveOptions.of(name));
    }

    static void awaitWritten(SessionEvidence session) throws InterruptedException {
        assertTrue(session.awaitWritten(System.nanoTime() + TimeUnit.SECONDS.toNanos(60)));
    }

    /** Pushes frames of 25 a second. */
    static void push(SessionEvidence session, int epoch, double from, double to) {
        for (int i = (int) Math.round(from * 25); i < to * 25; i++) {
            session.frame(Frame.wrap(17, 16, i * 40_000L, new byte[3 * 17 * 16]), epoch, i * 40_000L);
        }
    }

    static Duration seconds(double time) {
        return Duration.ofMillis(Math.round(1000 * time));
    }

    static ActionEvent event(String id, String session, String label, double start, double end, Ending ending) {
        return new ActionEvent(id, session, 1, label, 0.8, seconds(start), BEGIN.plus(seconds(start)), seconds(end),
                BEGIN.plus(seconds(end)), 0.8, seconds(start + 1.5), MODEL, MODEL, ending,
                ending == Ending.NONE ? "" : "it ended");
    }

    static WindowResult window(String session, String label, double score, double start) {
        return new WindowResult(session, 1, 1, seconds(start), seconds(start + 3), BEGIN, BEGIN, TimeBase.STREAM, false,
                List.of(new Action(0, label, score)), MODEL, "fake", Duration.ZERO, 0, 8, Inference.EXACT, false);
    }

    /** {@return paths of all files in a folder, in order} */
    static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()
                    .replace('\\', '/')).sorted().collect(Collectors.toList());
        }
    }
}
