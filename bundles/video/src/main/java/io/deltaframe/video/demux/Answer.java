package io.deltaframe.video.demux;

import io.deltaframe.api.video.VideoException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The first look at a file, within a time: a call into the file system cannot be interrupted, and does not come back
 * where a network's file server has gone.
 */
public final class Answer {

    private Answer() { }

    /** A look at a file. */
    public interface Look {

        /** {@return what the file turned out to be} */
        Location look() throws VideoException;
    }

    /**
     * Looks, on a thread of its own: one that is stuck stays so until the file system gives in.
     *
     * @param given the location, for the message
     * @throws VideoException what the look throws, or that there was no answer in time
     */
    public static Location within(int seconds, String given, Look look) throws VideoException {
        CompletableFuture<Location> answer = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("deltaframe-video-look").start(() -> {
            try {
                answer.complete(look.look());
            } catch (VideoException | RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new VideoException(given + ": the file system does not answer (" + seconds + " s)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VideoException(given + ": the wait for it was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof VideoException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
