package io.deltaframe.scalar.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who steps in, and who does not. */
class StandbyTest {

    private static final long PATIENCE_MILLIS = 20;

    private final CountDownLatch steppedIn = new CountDownLatch(1);

    @Test
    void stepsInWhenNothingComes() throws Exception {
        try (Standby standby = new Standby(PATIENCE_MILLIS, steppedIn::countDown)) {
            assertTrue(steppedIn.await(1, TimeUnit.MINUTES), standby::toString);
        }
    }

    @Test
    void stepsInOnceItIsGoneAndNotBefore() throws Exception {
        AtomicInteger early = new AtomicInteger();
        try (Standby standby = new Standby(TimeUnit.DAYS.toMillis(1), early::incrementAndGet);
                Standby gone = new Standby(PATIENCE_MILLIS, steppedIn::countDown)) {
            standby.present();
            gone.present();
            gone.missing();
            assertTrue(steppedIn.await(1, TimeUnit.MINUTES));
        }
        assertEquals(0, early.get());
    }

    @Test
    void theFlagIsNamedWhereItIsMissing() {
        assertEquals("start the JVM with --add-modules jdk.incubator.vector", ScalarEngineComponent.remedy(false));
        assertTrue(ScalarEngineComponent.remedy(true).contains("io.deltaframe.operators"));
    }
}
