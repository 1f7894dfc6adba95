package io.deltaframe.api.live.stream;

import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.SourceEvent;
import io.deltaframe.api.live.WindowResult;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.util.pushstream.PushStream;

/**
 * Gives results of live sessions as push streams. A service; safe for several threads.
 *
 * <p>A stream begins with its terminal operation, and hears what happens from then on, in order. It has a buffer of
 * its own, bounded, which drops what is oldest: a consumer that is slow or hangs misses results and holds up nobody,
 * and the stream never fails for it. A stream ends when it is closed, or with the service, which closes it.
 */
@ProviderType
public interface LiveStreams {

    /**
     * {@return windows as they are answered}
     *
     * @param options which, and how many are kept for a consumer that is slow
     * @throws IllegalArgumentException if the filter is none
     */
    PushStream<WindowResult> windows(StreamOptions options);

    /**
     * {@return actions at their start and at their end, of which {@link ActionEvent#ending} says which it is}
     *
     * @param options which, and how many are kept for a consumer that is slow
     * @throws IllegalArgumentException if the filter is none
     */
    PushStream<ActionEvent> actions(StreamOptions options);

    /**
     * {@return sources as they change their state}
     *
     * @param options which, and how many are kept for a consumer that is slow
     * @throws IllegalArgumentException if the filter is none
     */
    PushStream<SourceEvent> sources(StreamOptions options);
}
