package io.deltaframe.recognizer.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.recognizer.TestFramework;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceEvent;

class RegistrationTest {

    @TempDir
    private Path folder;
    private TestFramework felix;
    private Bundle owner;
    private Registration<Runnable> registration;
    private final List<Integer> events = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        felix = new TestFramework(folder.resolve("storage"));
        // Any bundle will do to own a service
        owner = felix.install("org.osgi.util.function");
        owner.start();
        registration = new Registration<>(owner.getBundleContext(), Runnable.class);
        felix.context().addServiceListener(event -> events.add(event.getType()), "(objectClass=java.lang.Runnable)");
    }

    @AfterEach
    void stop() throws Exception {
        felix.close();
    }

    private static Runnable service() {
        return new Thread();
    }

    private List<Object> colours() {
        try {
            return felix.context().getServiceReferences(Runnable.class, null).stream()
                    .map(reference -> reference.getProperty("colour")).toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theSameServiceGetsOtherPropertiesAndAnotherTakesItsPlaceWithoutAGap() {
        Runnable first = service();
        assertTrue(registration.publish(first, Map.of("colour", "red")));
        assertTrue(registration.publish(first, Map.of("colour", "blue")));
        assertEquals(List.of("blue"), colours());
        assertTrue(registration.publish(service(), Map.of("colour", "green")));
        assertEquals(List.of("green"), colours());
        registration.withdraw();
        assertEquals(List.of(), colours());
        registration.withdraw();
        assertTrue(registration.publish(first, Map.of("colour", "red")));
        assertEquals(List.of(ServiceEvent.REGISTERED, ServiceEvent.MODIFIED, ServiceEvent.REGISTERED,
                ServiceEvent.UNREGISTERING, ServiceEvent.UNREGISTERING, ServiceEvent.REGISTERED), events);
    }

    @Test
    void whatIsClosedStaysAway() {
        registration.publish(service(), Map.of());
        registration.close();
        assertEquals(List.of(), colours());
        assertFalse(registration.publish(service(), Map.of()));
        assertEquals(List.of(), colours());
        registration.close();
    }

    @Test
    void aCloseWhileTheServiceIsBeingRegisteredIsMadeUpFor() throws Exception {
        felix.context().addServiceListener(event -> registration.close(),
                "(&(objectClass=java.lang.Runnable)(colour=red))");
        assertFalse(registration.publish(service(), Map.of("colour", "red")));
        assertEquals(List.of(), colours());
    }

    @Test
    void aBundleThatHasStoppedIsNoError() throws Exception {
        Runnable service = service();
        registration.publish(service, Map.of());
        owner.stop();
        assertFalse(registration.publish(service, Map.of("colour", "red")));
        assertFalse(registration.publish(service(), Map.of("colour", "red")));
        registration.withdraw();
        registration.close();
        assertEquals(List.of(), colours());
    }
}
