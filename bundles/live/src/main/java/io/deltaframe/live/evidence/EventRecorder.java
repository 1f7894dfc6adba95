package io.deltaframe.live.evidence;

import io.deltaframe.api.Action;
import io.deltaframe.api.Frame;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.EvidenceOptions;
import io.deltaframe.api.live.LiveOptions;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.api.video.JpegCodec;
import io.deltaframe.api.video.VideoException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps pictures of one stream, and has those of its events written. Told of frames by one thread and of results by
 * another, in any order. Safe for several threads.
 */
final class EventRecorder {

    /** An event is told when its first window is answered: as long after its start as the window is and this. */
    private static final Duration LATE = Duration.ofSeconds(5);

    /** An event that goes on, or whose clip does. */
    private static final class Open {
        private final String stem;
        private final long from;
        private final long to;
        private ActionEvent event;
        private Picture start;
        private Picture peak;
        private double peakScore;
        private boolean filmed;

        Open(ActionEvent event, EvidenceOptions options) {
            this.stem = EvidenceFolder.stem(event.session(), event.wallStart(), event.label(), event.id());
            this.event = event;
            this.peakScore = event.peakScore();
            this.from = micros(event.start().minus(options.preRoll()));
            this.to = from + micros(options.clip());
            this.filmed = options.clip().isZero();
        }
    }

    private final EvidenceOptions options;
    private final FolderWriter writer;
    private final Evidence services;
    private final long step;
    private final long span;
    private final PictureRing ring;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private int epoch;
    private long next;
    private long kept;
    private long lost;
    private String fault = "";

    EventRecorder(LiveOptions session, EvidenceOptions options, FolderWriter writer, Evidence services) {
        this.options = options;
        this.writer = writer;
        this.services = services;
        this.step = Math.round(1e6 / options.rate());
        this.span = micros(session.window().plus(options.preRoll()).plus(LATE));
        this.ring = new PictureRing(options.memory());
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1000;
    }

    /** Keeps a frame if it is time for one. Encodes it, and so takes as long as that. */
    void frame(Frame frame, int nowEpoch, long micros) {
        boolean fresh = nowEpoch != epoch;
        // A tenth early: steps of the stream that are a little shorter do not halve the rate
        if (!fresh && micros < next - step / 10) {
            return;
        }
        next = (fresh || micros - next >= step ? micros : next) + step;
        epoch = nowEpoch;
        JpegCodec codec = services.pictures();
        if (codec == null) {
            failed("there is no service that makes pictures (bundle io.deltaframe.video)");
            return;
        }
        try {
            add(new Picture(nowEpoch, micros, frame.width(), frame.height(),
                    codec.encode(frame, options.quality())));
        } catch (VideoException e) {
            failed(e.getMessage());
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            failed(e.toString());
        }
    }

    private synchronized void failed(String why) {
        fault = "no evidence is kept: " + why;
    }

    private synchronized void add(Picture picture) {
        fault = "";
        ring.add(picture);
        long needed = picture.micros() - span;
        for (Open each : open.values()) {
            if (!each.filmed && each.event.epoch() == picture.epoch()) {
                if (picture.micros() >= each.to) {
                    film(each, each.to);
                } else {
                    needed = Math.min(needed, each.from);
                }
            }
        }
        ring.forgetBefore(needed);
    }

    /** With the lock: has the clip written as it is up to a time. */
    private void film(Open each, long to) {
        each.filmed = true;
        List<Picture> pictures = ring.between(each.event.epoch(), each.from, to);
        if (!Clip.isPossible(pictures)) {
            return;
        }
        Clip clip = new Clip(pictures, options.rate());
        submit(clip.bytes(), folder -> folder.write(each.stem, ".mp4", options.bytes(),
                file -> clip.write(file, services.videos(), services.pictures())));
    }

    private void submit(long bytes, FolderWriter.Work work) {
        writer.write(options, bytes, work, written -> {
            if (!written) {
                lose();
            }
        });
    }

    private synchronized void lose() {
        lost++;
    }

    /** An action began. */
    synchronized void started(ActionEvent event) {
        Open opened = new Open(event, options);
        open.put(event.id(), opened);
        opened.start = ring.nearest(event.epoch(), micros(event.start())).orElse(null);
        opened.peak = ring.nearest(event.epoch(), micros(event.peak())).orElse(null);
        Picture start = opened.start;
        String line = line(opened);
        kept++;
        submit(start == null ? 0 : start.jpeg().length, folder -> {
            picture(folder, opened.stem, ".start.jpg", start);
            json(folder, opened.stem, line);
        });
    }

    /** A window was answered: it may show an event better than those before. */
    synchronized void window(WindowResult result) {
        for (Open each : open.values()) {
            for (Action action : result.actions()) {
                if (action.label().equals(each.event.label()) && action.score() > each.peakScore
                        && result.epoch() == each.event.epoch()) {
                    each.peakScore = action.score();
                    long middle = micros(result.start().plus(result.end()).dividedBy(2));
                    each.peak = ring.nearest(result.epoch(), middle).orElse(each.peak);
                }
            }
        }
    }

    /** An action ended. */
    synchronized void ended(ActionEvent event) {
        Open ended = open.remove(event.id());
        if (ended == null) {
            // It began before evidence was asked for
            return;
        }
        ended.event = event;
        if (!ended.filmed) {
            film(ended, Math.min(ended.to, micros(event.end())));
        }
        Picture peak = ended.peak;
        String line = line(ended);
        submit(peak == null ? 0 : peak.jpeg().length, folder -> {
            picture(folder, ended.stem, ".peak.jpg", peak);
            json(folder, ended.stem, line);
        });
    }

    private void picture(EvidenceFolder folder, String stem, String suffix, Picture picture)
            throws IOException {
        if (picture != null) {
            folder.write(stem, suffix, options.bytes(), file -> Files.write(file, picture.jpeg()));
        }
    }

    private void json(EvidenceFolder folder, String stem, String line) throws IOException {
        folder.write(stem, ".json", options.bytes(), file -> Files.writeString(file, line));
    }

    private String line(Open each) {
        Map<String, Object> files = new LinkedHashMap<>();
        String name = each.stem.substring(each.stem.indexOf('/') + 1);
        boolean ended = each.event.ending() != ActionEvent.Ending.NONE;
        if (each.start != null) {
            files.put("start_picture", name + ".start.jpg");
            files.put("start_picture_at", each.start.micros() / 1e6);
        }
        if (ended && each.peak != null) {
            files.put("peak_picture", name + ".peak.jpg");
            files.put("peak_picture_at", each.peak.micros() / 1e6);
        }
        if (ended && !options.clip().isZero()) {
            files.put("clip", name + ".mp4");
            files.put("clip_at", Math.max(0, each.from) / 1e6);
        }
        return EventJson.of(each.event, files);
    }

    /** {@return events of which evidence was to be kept} */
    synchronized long kept() {
        return kept;
    }

    /** {@return pieces of evidence that were not written} */
    synchronized long lost() {
        return lost;
    }

    /** {@return bytes of pictures in memory} */
    synchronized long bytes() {
        return ring.bytes();
    }

    /** {@return why there is no evidence at present; empty where all is well} */
    synchronized String reason() {
        return fault.isEmpty() ? writer.reason() : fault;
    }

    boolean awaitWritten(long endNanos) throws InterruptedException {
        return writer.awaitWritten(endNanos);
    }
}
