package io.deltaframe.live.evidence;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The newest pictures of a stream in order of time, bounded in bytes. Those of an epoch before go with the first of the
 * next. For one thread at a time.
 */
final class PictureRing {

    private final Deque<Picture> pictures = new ArrayDeque<>();
    private final long memory;
    private long bytes;

    /** @param memory bytes of pictures that are kept at most; the newest one is kept in any case */
    PictureRing(long memory) {
        this.memory = memory;
    }

    /**
     * Keeps a picture.
     *
     * @param picture later than those before it
     */
    void add(Picture picture) {
        if (!pictures.isEmpty() && pictures.getLast().epoch() != picture.epoch()) {
            pictures.clear();
            bytes = 0;
        }
        pictures.addLast(picture);
        bytes += picture.jpeg().length;
        while (bytes > memory && pictures.size() > 1) {
            bytes -= pictures.removeFirst().jpeg().length;
        }
    }

    /** Forgets what is older than a time. */
    void forgetBefore(long micros) {
        while (pictures.size() > 1 && pictures.getFirst().micros() < micros) {
            bytes -= pictures.removeFirst().jpeg().length;
        }
    }

    /** {@return pictures of a time, its bounds included, as many of them as there still are} */
    List<Picture> between(int epoch, long from, long to) {
        return pictures.stream().filter(picture -> picture.epoch() == epoch && picture.micros() >= from
                && picture.micros() <= to).toList();
    }

    /** {@return the picture nearest to a time} */
    Optional<Picture> nearest(int epoch, long micros) {
        Picture nearest = null;
        for (Picture picture : pictures) {
            if (picture.epoch() == epoch && (nearest == null
                    || Math.abs(picture.micros() - micros) < Math.abs(nearest.micros() - micros))) {
                nearest = picture;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** {@return bytes of pictures} */
    long bytes() {
        return bytes;
    }
}
