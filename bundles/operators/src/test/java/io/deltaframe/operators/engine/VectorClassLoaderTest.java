package io.deltaframe.operators.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.fixtures.Golden;
import io.deltaframe.goldens.GoldenRun;
import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.Normalization;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.Engine;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Taps;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine in a framework that does not export the Vector API, as Karaf does not. */
class VectorClassLoaderTest {

    @TempDir
    Path folder;

    /** Like the class loader of the bundle there: it sees what is shared, and the bundle's own classes. */
    private static URLClassLoader bundleWithoutVectors() {
        URL classes = SimdEngine.class.getProtectionDomain().getCodeSource().getLocation();
        ClassLoader shared = new ClassLoader(VectorClassLoaderTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("jdk.incubator.vector.") || name.startsWith("io.deltaframe.operators.")) {
                    throw new ClassNotFoundException(name);
                }
                return super.loadClass(name, resolve);
            }
        };
        return new URLClassLoader(new URL[] {classes}, shared);
    }

    private static Engine start(ClassLoader bundle) throws Exception {
        Method start = bundle.loadClass(VectorModule.class.getName()).getDeclaredMethod("startEngine", int.class);
        start.setAccessible(true);
        return (Engine) start.invoke(null, 2);
    }

    @Test
    void itRunsNetworksAllTheSame() throws Exception {
        try (URLClassLoader bundle = bundleWithoutVectors()) {
            assertThrows(NoClassDefFoundError.class,
                    () -> Class.forName("io.deltaframe.operators.layout.Lanes", true, bundle));
            Engine engine = start(bundle);
            assertNotEquals(bundle, engine.getClass().getClassLoader());
            assertEquals("simd", engine.name());
            try (Checkpoint checkpoint = Checkpoints.open(Fixtures.copy("checkpoints/tiny-8f.safetensors", folder));
                    CompiledNetwork network = engine.compile(new NetworkPlan(Architectures.detect(checkpoint, 0),
                            Normalization.IMAGENET, checkpoint), Taps.NONE)) {
                SegmentFeatures[] features = new SegmentFeatures[network.architecture().segments()];
                for (int segment = 0; segment < features.length; segment++) {
                    features[segment] = network.newFeatures(64, 64);
                }
                network.encode(Golden.frames(40, 64, 64), features);
                float[][] logits = new float[1][network.architecture().classes()];
                network.classify(features, logits);
                float[] released = Fixtures.floats(Fixtures.object("checkpoints/expected.json").get("tiny-8f"));
                GoldenRun.assertClose(released, logits[0], 1e-4, "logits");
            } finally {
                ((AutoCloseable) engine).close();
            }
        }
    }

    @Test
    void whereTheVectorApiIsVisibleTheBundlesOwnClassesRun() throws Exception {
        Engine engine = VectorModule.startEngine(1);
        assertSame(SimdEngine.class, engine.getClass());
        ((AutoCloseable) engine).close();
    }
}
