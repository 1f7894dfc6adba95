package io.deltaframe.teach.service;

import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.teach.TeachingException;
import io.deltaframe.api.teach.TeachingProgress;
import io.deltaframe.api.video.VideoException;
import io.deltaframe.teach.dataset.LessonClip;
import io.deltaframe.teach.feature.ClipFeatures;
import io.deltaframe.teach.feature.ContentDigest;
import io.deltaframe.teach.feature.FeatureCache;
import io.deltaframe.teach.feature.FeatureSource;
import io.deltaframe.teach.feature.Looks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks at clips, several at a time; each result has the place of its clip. For one thread. */
final class Looking {

    private final FeatureSource source;
    private final FeatureCache cache;
    private final int workers;
    private final int total;
    private final Consumer<TeachingProgress> listener;
    private int done;
    private int cached;
    private int unreadable;

    /**
     * What became of a clip.
     *
     * @param clip     the clip
     * @param digest   of its content; empty if it could not be read
     * @param features of the clip; null if it cannot be decoded
     * @param reason   why, else empty
     */
    record Seen(LessonClip clip, String digest, ClipFeatures features, String reason) { }

    /**
     * Prepares.
     *
     * @param source   looks
     * @param cache    keeps what was seen
     * @param workers  clips looked at at the same time
     * @param total    clips in all
     * @param listener told of each
     */
    Looking(FeatureSource source, FeatureCache cache, int workers, int total, Consumer<TeachingProgress> listener) {
        this.source = source;
        this.cache = cache;
        this.workers = workers;
        this.total = total;
        this.listener = listener;
    }

    /**
     * {@return what became of each clip, in their order}
     *
     * @param clips to look at
     * @param looks how often
     * @throws TeachingException    if the engine fails or the cache cannot be written
     * @throws InterruptedException if the thread was interrupted
     */
    List<Seen> at(List<LessonClip> clips, Looks looks) throws TeachingException, InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(workers,
                Thread.ofPlatform().daemon().name("deltaframe-teach-", 1).factory());
        try {
            List<Future<Seen>> futures = new ArrayList<>();
            for (LessonClip clip : clips) {
                futures.add(executor.submit(() -> at(clip, looks)));
            }
            List<Seen> all = new ArrayList<>();
            for (Future<Seen> future : futures) {
                all.add(future.get());
            }
            return all;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case TeachingException told -> throw told;
                case CancellationException cancelled -> throw new InterruptedException(cancelled.getMessage());
                case null, default -> throw new TeachingException("looking at clips failed: " + e.getCause(), e);
            }
        } finally {
            executor.shutdownNow();
            awaitEnd(executor);
        }
    }

    /** Workers use the network and the cache: both must outlive them. */
    private static void awaitEnd(ExecutorService executor) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Seen at(LessonClip clip, Looks looks) throws TeachingException {
        String digest;
        try {
            digest = ContentDigest.of(clip.location());
        } catch (IOException e) {
            return told(new Seen(clip, "", null, FileReason.of(e)), false);
        }
        String key = FeatureCache.key(digest, source.identity(), looks);
        Optional<ClipFeatures> kept = cache.read(key);
        if (kept.isPresent()) {
            return told(new Seen(clip, digest, kept.get(), ""), true);
        }
        try {
            ClipFeatures features = source.of(clip.location().toString(), looks);
            cache.write(key, features);
            return told(new Seen(clip, digest, features, ""), false);
        } catch (VideoException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException(e.getMessage());
            }
            return told(new Seen(clip, digest, null, e.getMessage()), false);
        } catch (RecognitionException e) {
            throw new TeachingException(clip.path() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TeachingException("features cannot be kept in the cache: " + FileReason.of(e), e);
        }
    }

    private synchronized Seen told(Seen seen, boolean fromCache) {
        done++;
        cached += fromCache ? 1 : 0;
        unreadable += seen.features() == null ? 1 : 0;
        listener.accept(new TeachingProgress(done, cached, unreadable, total));
        return seen;
    }
}
