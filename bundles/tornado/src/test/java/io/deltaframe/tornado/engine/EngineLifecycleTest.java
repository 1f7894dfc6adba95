package io.deltaframe.tornado.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.health.Readiness.State;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.Engine;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Taps;
import io.deltaframe.tornado.device.DeviceFailureException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.Logger;

/** The engine is in service while it may be trusted, and there is a reason while it is not. */
@Timeout(60)
class EngineLifecycleTest {

    private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
    private final List<Object> rankings = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean registered;
    private Consumer<DeviceFailureException> failed;

    private EngineLifecycle start(Engine engine) {
        return start(failed -> {
            this.failed = failed;
            return new EngineLifecycle.Candidate(engine, 7);
        });
    }

    private EngineLifecycle start(EngineLifecycle.Source source) {
        ServiceRegistration<?> registration = proxy(ServiceRegistration.class, (proxy, method, args) -> {
            assertEquals("unregister", method.getName());
            registered = false;
            return null;
        });
        BundleContext context = proxy(BundleContext.class, (proxy, method, args) -> {
            assertEquals("registerService", method.getName());
            rankings.add(((Dictionary<?, ?>) args[2]).get(Constants.SERVICE_RANKING));
            registered = true;
            return registration;
        });
        Logger log = proxy(Logger.class, (proxy, method, args) -> {
            if (method.getName().equals("error")) {
                errors.add(args[1].toString());
            }
            return null;
        });
        return new EngineLifecycle(context, log, source);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static void test(EngineLifecycle start, State outcome) throws InterruptedException {
        start.test(new FakeEngine(0));
        start.joinTest();
        assertEquals(outcome, start.readiness().state());
    }

    @Test
    void an_engine_that_agrees_is_registered_until_its_bundle_stops() throws Exception {
        EngineLifecycle start = start(new FakeEngine(1e-6f));
        assertEquals(State.WAITING, start.readiness().state());
        test(start, State.READY);
        assertTrue(registered);
        assertEquals(List.of(7), rankings);
        start.close();
        assertTrue(!registered);
    }

    @Test
    void an_engine_that_computes_something_else_is_never_registered() throws Exception {
        EngineLifecycle start = start(new FakeEngine(0.01f));
        test(start, State.FAILED);
        assertTrue(start.readiness().reason().startsWith("the self-test failed: logits differ"),
                start.readiness().reason());
        assertEquals(List.of(start.readiness().reason()), errors);
        assertEquals(List.of(), rankings);
    }

    @Test
    void a_result_that_is_no_number_is_no_agreement() throws Exception {
        EngineLifecycle start = start(new FakeEngine(Float.NaN));
        test(start, State.FAILED);
        assertEquals(List.of(), rankings);
    }

    @Test
    void a_kernel_that_is_not_compiled_is_the_reason() throws Exception {
        EngineLifecycle start = start(new FakeEngine(0) {
            @Override
            public CompiledNetwork compile(NetworkPlan plan, Taps taps) throws EngineException {
                throw new DeviceFailureException("TornadoVM fails on 0:0: bail-out", null);
            }
        });
        test(start, State.FAILED);
        assertEquals("TornadoVM fails on 0:0: bail-out", start.readiness().reason());
        assertEquals(List.of("TornadoVM fails on 0:0: bail-out"), errors);
    }

    @Test
    void a_device_that_is_not_there_is_the_reason() throws Exception {
        EngineLifecycle start = start((EngineLifecycle.Source) failed -> {
            throw new EngineException("TornadoVM sees no device");
        });
        test(start, State.FAILED);
        assertEquals("TornadoVM sees no device", start.readiness().reason());
    }

    @Test
    void an_engine_whose_device_fails_later_is_withdrawn() throws Exception {
        EngineLifecycle start = start(new FakeEngine(0));
        test(start, State.READY);
        failed.accept(new DeviceFailureException("the device is lost", null));
        assertEquals(State.FAILED, start.readiness().state());
        assertEquals("the device is lost", start.readiness().reason());
        assertTrue(!registered);
        // Others that run on it find out one after the other.
        failed.accept(new DeviceFailureException("again", null));
        assertEquals(List.of("the device is lost"), errors);
        start.close();
    }

    @Test
    void a_bundle_that_stops_during_the_test_leaves_nothing_behind() throws Exception {
        CountDownLatch compiling = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch compared = new CountDownLatch(1);
        EngineLifecycle start = start(new FakeEngine(0) {
            @Override
            public CompiledNetwork compile(NetworkPlan plan, Taps taps) throws EngineException {
                compiling.countDown();
                try {
                    stopped.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return super.compile(plan, taps);
            }

            @Override
            void closed() {
                compared.countDown();
            }
        });
        start.test(new FakeEngine(0));
        compiling.await();
        start.close();
        stopped.countDown();
        compared.await();
        start.joinTest();
        assertEquals(List.of(), rankings);
    }

    /** Logits 1, 2, 3 and so on, each off by a share of the largest. */
    private static class FakeEngine implements Engine {

        private final float error;

        FakeEngine(float error) {
            this.error = error;
        }

        void closed() { }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public String description() {
            return "made up";
        }

        @Override
        public CompiledNetwork compile(NetworkPlan plan, Taps taps) throws EngineException {
            return new CompiledNetwork() {
                @Override
                public Architecture architecture() {
                    return plan.architecture();
                }

                @Override
                public SegmentFeatures newFeatures(int height, int width) {
                    return null;
                }

                @Override
                public void encode(byte[] frames, SegmentFeatures... into) { }

                @Override
                public void classify(SegmentFeatures[] segments, float[][] logits) {
                    for (int i = 0; i < logits[0].length; i++) {
                        logits[0][i] = 1 + i + error * logits[0].length;
                    }
                }

                @Override
                public void close() {
                    closed();
                }
            };
        }
    }
}
