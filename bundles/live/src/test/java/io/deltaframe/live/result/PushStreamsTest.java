package io.deltaframe.live.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.live.SourceEvent;
import io.deltaframe.api.live.SourceState;
import io.deltaframe.api.live.stream.StreamOptions;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.log.Logger;
import org.osgi.util.promise.Promise;
import org.osgi.util.pushstream.PushStream;

class PushStreamsTest {

    private final Listeners listeners = new Listeners((Logger) Proxy.newProxyInstance(Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class}, (proxy, method, arguments) -> null));
    private final PushStreams streams = new PushStreams(listeners);

    @AfterEach
    void stop() {
        streams.stop();
        listeners.stop();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String session, SourceState state) {
        listeners.tell(Result.of(new SourceEvent(session, state, "", Instant.now())));
    }

    @Test
    void a_stream_hears_in_order_what_it_asks_for_and_ends_with_the_service() throws Exception {
        // Each stream has a mailbox of its own: what another one heard says nothing of this one
        CountDownLatch told = new CountDownLatch(3);
        Promise<List<String>> heard = streams.sources(StreamOptions.ALL.withSessions("gate*")
                .withFilter("(!(state=LOST))")).map(event -> {
                    told.countDown();
                    return event.session() + " " + event.state();
                }).collect(Collectors.toList());
        tell("gate 1", SourceState.CONNECTING);
        tell("yard", SourceState.CONNECTING);
        tell("gate 1", SourceState.LOST);
        tell("gate 2", SourceState.RUNNING);
        tell("gate 3", SourceState.STOPPED);
        told.await();
        assertFalse(heard.isDone());
        streams.stop();
        assertEquals(List.of("gate 1 CONNECTING", "gate 2 RUNNING", "gate 3 STOPPED"), heard.getValue());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void a_consumer_that_hangs_misses_the_oldest_and_its_stream_does_not_fail(int buffer) throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<String> heard = new CopyOnWriteArrayList<>();
        Promise<Void> end = streams.sources(StreamOptions.ALL.withBuffer(buffer)).forEach(event -> {
            heard.add(event.session());
            hanging.countDown();
            await(go);
        });
        tell("first", SourceState.RUNNING);
        hanging.await();
        for (int i = 0; i < 1000; i++) {
            tell("c" + i, SourceState.RUNNING);
        }
        tell("last", SourceState.RUNNING);
        while (listeners.active() > 0) {
            Thread.onSpinWait();
        }
        assertEquals(List.of("first"), heard);
        go.countDown();
        while (!heard.contains("last")) {
            Thread.onSpinWait();
        }
        assertFalse(end.isDone());
        assertTrue(heard.size() <= buffer + 2, heard.toString());
        streams.stop();
        end.getValue();
    }

    @Test
    void a_stream_that_is_closed_hears_nothing_any_more() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        PushStream<SourceEvent> stream = streams.sources(StreamOptions.ALL);
        Promise<Void> end = stream.forEach(event -> told.countDown());
        tell("gate", SourceState.RUNNING);
        told.await();
        assertEquals(1, listeners.size());
        stream.close();
        end.getValue();
        while (listeners.size() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void wrong_options_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> StreamOptions.ALL.withBuffer(0));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> streams.windows(
                StreamOptions.ALL.withFilter("(label=")).forEach(window -> { })).getMessage().contains("(label="));
    }
}
