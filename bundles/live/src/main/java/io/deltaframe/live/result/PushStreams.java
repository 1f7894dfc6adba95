package io.deltaframe.live.result;

import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.LiveListener;
import io.deltaframe.api.live.SourceEvent;
import io.deltaframe.api.live.WindowResult;
import io.deltaframe.api.live.stream.LiveStreams;
import io.deltaframe.api.live.stream.StreamOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.pushstream.PushEvent;
import org.osgi.util.pushstream.PushEventConsumer;
import org.osgi.util.pushstream.PushStream;
import org.osgi.util.pushstream.PushStreamProvider;
import org.osgi.util.pushstream.PushbackPolicyOption;
import org.osgi.util.pushstream.QueuePolicyOption;

/**
 * Listeners that are push streams. Asked for only by those who have the package of push streams; where it is missing
 * this class is not loaded.
 */
@Component(service = LiveStreams.class)
public final class PushStreams implements LiveStreams {

    private final Listeners listeners;
    private final PushStreamProvider provider = new PushStreamProvider();
    private final Set<Source<?>> open = ConcurrentHashMap.newKeySet();

    /** @param listeners among which streams are */
    @Activate
    public PushStreams(@Reference Listeners listeners) {
        this.listeners = listeners;
    }

    @Deactivate
    void stop() {
        open.forEach(Source::end);
    }

    @Override
    public PushStream<WindowResult> windows(StreamOptions options) {
        return stream(options, List.of(Result.WINDOW), out -> new LiveListener() {
            @Override
            public void window(WindowResult result) {
                out.accept(result);
            }
        });
    }

    @Override
    public PushStream<ActionEvent> actions(StreamOptions options) {
        return stream(options, List.of("start", "end"), out -> new LiveListener() {
            @Override
            public void started(ActionEvent event) {
                out.accept(event);
            }

            @Override
            public void ended(ActionEvent event) {
                out.accept(event);
            }
        });
    }

    @Override
    public PushStream<SourceEvent> sources(StreamOptions options) {
        return stream(options, List.of("source"), out -> new LiveListener() {
            @Override
            public void source(SourceEvent event) {
                out.accept(event);
            }
        });
    }

    private <T> PushStream<T> stream(StreamOptions options, List<String> types,
                                     Function<Consumer<T>, LiveListener> listener) {
        Map<String, Object> properties = new HashMap<>(Map.of(LiveListener.SESSIONS, options.sessions(),
                LiveListener.TYPES, types));
        if (!options.filter().isEmpty()) {
            properties.put(LiveListener.FILTER, options.filter());
        }
        ListenerChoice choice = ListenerChoice.of(properties);
        return provider.buildStream((PushEventConsumer<? super T> consumer) -> {
            Source<T> source = new Source<>(consumer, listener);
            open.add(source);
            listeners.add(source.listener, choice);
            return source;
        }).withBuffer(new ArrayBlockingQueue<PushEvent<? extends T>>(options.buffer()))
                .withQueuePolicy(QueuePolicyOption.DISCARD_OLDEST)
                // Nobody slows a camera down
                .withPushbackPolicy(PushbackPolicyOption.FIXED, 0).withParallelism(1)
                .withExecutor(listeners.executor()).build();
    }

    /** What fills one stream, from the thread of its mailbox. */
    private final class Source<T> implements Consumer<T>, AutoCloseable {
        private final PushEventConsumer<? super T> consumer;
        private final LiveListener listener;

        Source(PushEventConsumer<? super T> consumer, Function<Consumer<T>, LiveListener> listener) {
            this.consumer = consumer;
            this.listener = listener.apply(this);
        }

        @Override
        public void accept(T result) {
            send(PushEvent.data(result));
        }

        private void send(PushEvent<T> event) {
            try {
                if (consumer.accept(event) < 0) {
                    close();
                }
            } catch (Exception e) {
                close();
                throw new IllegalStateException("a push stream failed: " + e, e);
            }
        }

        void end() {
            send(PushEvent.close());
            close();
        }

        @Override
        public void close() {
            open.remove(this);
            listeners.remove(listener);
        }
    }
}
