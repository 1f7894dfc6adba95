package io.deltaframe.recognizer.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.recognizer.FakeEngine;
import io.deltaframe.recognizer.inference.LoadedNetwork;
import io.deltaframe.recognizer.models.FakeModel;
import io.deltaframe.tdn.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class NetworkCacheTest {

    private final FakeEngine engine = new FakeEngine("fake");
    private final NetworkCache networks = new NetworkCache();
    private final FakeModel model = new FakeModel("m", "1.0.0");

    private Deployment deployment() {
        return new Deployment(model.candidate(0, 1), new EngineCandidate(engine, "fake", 0, 2));
    }

    @Test
    void thoseWhoAskWhileANetworkIsCompiledShareIt() throws Exception {
        engine.compileGate = new FakeEngine.Gate(true);
        List<Future<LoadedNetwork>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                asked.add(threads.submit(() -> networks.obtain(deployment())));
            }
            engine.compileGate.reached.await();
            engine.compileGate.opened.countDown();
            for (Future<LoadedNetwork> each : asked) {
                assertSame(asked.getFirst().get(), each.get());
            }
        }
        assertEquals(1, engine.compiled.get());
        for (Future<LoadedNetwork> each : asked) {
            assertEquals(1, engine.openNetworks.get());
            each.get().release();
        }
        assertEquals(0, engine.openNetworks.get());
        assertFalse(asked.getFirst().get().retain());
    }

    @Test
    void aNetworkThatEverybodyReleasedIsCompiledAnew() throws Exception {
        LoadedNetwork first = networks.obtain(deployment());
        first.release();
        LoadedNetwork second = networks.obtain(deployment());
        assertNotSame(first, second);
        assertEquals(2, engine.compiled.get());
        second.release();
        assertThrows(IllegalStateException.class, second::release);
        assertEquals(0, engine.openNetworks.get());
    }

    @Test
    void aFailureIsToldToAllWhoWaitAndForgotten() throws Exception {
        engine.refusal = "no room";
        engine.compileGate = new FakeEngine.Gate(true);
        List<Future<LoadedNetwork>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int i = 0; i < 3; i++) {
                asked.add(threads.submit(() -> networks.obtain(deployment())));
            }
            engine.compileGate.reached.await();
            engine.compileGate.opened.countDown();
            for (Future<LoadedNetwork> each : asked) {
                Throwable cause = assertThrows(ExecutionException.class, each::get).getCause();
                assertTrue(cause instanceof EngineException && cause.getMessage().equals("no room"), cause.toString());
            }
        }
        engine.refusal = "";
        networks.obtain(deployment()).release();
        assertEquals(1, engine.compiled.get());
    }

    @Test
    void theCheckpointIsClosedWhateverHappens() throws Exception {
        networks.obtain(deployment()).release();
        engine.refusal = "no room";
        assertThrows(EngineException.class, () -> networks.obtain(deployment()));
        model.bytes = new byte[1000];
        assertThrows(UnusableModelException.class, () -> networks.obtain(deployment()));
        model.bytes = new byte[0];
        assertThrows(UnusableModelException.class, () -> networks.obtain(deployment()));
        assertEquals(4, model.opened.get());
        assertEquals(4, model.closed.get());
    }

    /** Pictures of 32 pixels: 8 segments of 15 bytes a pixel as resized frames and as a crop, and 1000 of features. */
    @Test
    void aModelWhoseClipsDoNotFitIntoTheHeapIsRefusedWithTheNumbers() throws Exception {
        long pixels = 8 * 2 * 15 * 32 * 32;
        assertEquals("a clip of 8 segments of 32x32 pixels: expected a Java heap of more than 1 MiB, found one of at "
                + "most 0 MiB: set DELTAFRAME_HEAP or -Xmx to more", assertThrows(EngineException.class,
                () -> new NetworkCache(pixels - 1).obtain(deployment())).getMessage());
        assertEquals(0, engine.compiled.get());
        engine.featureBytes = 1000;
        assertThrows(EngineException.class, () -> new NetworkCache(pixels + 7999).obtain(deployment()));
        assertEquals(0, engine.openNetworks.get());
        assertEquals(0, engine.openFeatures.get());
        new NetworkCache(pixels + 8000).obtain(deployment()).release();
        assertEquals(0, engine.openNetworks.get());
    }

    @Test
    void whatIsWrongWithAModelNamesItOnce() {
        model.bytes = new byte[1000];
        String told = assertThrows(UnusableModelException.class, () -> networks.obtain(deployment())).getMessage();
        String name = deployment().model().toString();
        assertTrue(told.startsWith("model " + name + ": expected a "), told);
        assertEquals(told.indexOf(name), told.lastIndexOf(name), told);
    }

    @Test
    void aModelWithAVersionThatIsNoneIsRefused() {
        FakeModel odd = new FakeModel("m", "one");
        Deployment deployment = new Deployment(new ModelCandidate(odd, "m", Version.emptyVersion, 0, 1, Map.of()),
                deployment().engine());
        assertEquals("model m: expected a version in OSGi syntax, found 'one'",
                assertThrows(UnusableModelException.class, () -> networks.obtain(deployment)).getMessage());
    }
}
