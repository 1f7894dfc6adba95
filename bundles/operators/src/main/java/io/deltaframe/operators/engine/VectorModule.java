package io.deltaframe.operators.engine;

import io.deltaframe.tdn.engine.Engine;
import java.lang.reflect.Constructor;
import java.util.Optional;

/** The incubating Vector API, as this JVM and this framework offer it. Must not touch a class that uses it. */
final class VectorModule {

    /** Of the module and of its only package. */
    static final String NAME = "jdk.incubator.vector";

    private static final String ENGINE = "io.deltaframe.operators.engine.SimdEngine";

    private VectorModule() { }

    /** {@return what is missing and which setting adds it; empty if nothing is} */
    static Optional<String> missing() {
        return ModuleLayer.boot().findModule(NAME).isPresent() ? Optional.empty()
                : Optional.of("the JVM was started without the module " + NAME + ": start it with --add-modules "
                        + NAME);
    }

    /**
     * Starts the engine; where the framework does not export the Vector API, on classes of its own ({@link
     * VectorClassLoader}).
     *
     * @param threads threads a network runs on, the caller's included; 0 for one a processor
     * @return the engine, which is an {@link AutoCloseable} too
     */
    static Engine startEngine(int threads) {
        ClassLoader bundle = VectorModule.class.getClassLoader();
        try {
            Constructor<?> engine = (isVisibleTo(bundle) ? bundle : new VectorClassLoader(bundle)).loadClass(ENGINE)
                    .getDeclaredConstructor(int.class);
            engine.setAccessible(true);
            return (Engine) engine.newInstance(threads);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the CPU engine cannot be started: " + e, e);
        }
    }

    private static boolean isVisibleTo(ClassLoader loader) {
        try {
            loader.loadClass(NAME + ".FloatVector");
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
