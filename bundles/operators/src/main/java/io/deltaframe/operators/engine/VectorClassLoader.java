package io.deltaframe.operators.engine;

import java.io.IOException;
import java.io.InputStream;

/**
 * Loads the classes of this bundle once more, on the Vector API of the JVM: for frameworks that do not export its
 * package. Everything else comes from the bundle's own class loader, so that what the engine shares with other bundles
 * stays the same types.
 */
final class VectorClassLoader extends ClassLoader {

    private static final String OURS = "io.deltaframe.operators.";

    static {
        registerAsParallelCapable();
    }

    /**
     * Nothing loaded yet.
     *
     * @param bundle class loader of this bundle
     */
    VectorClassLoader(ClassLoader bundle) {
        super("deltaframe vectors", bundle);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(VectorModule.NAME + ".")) {
            return getSystemClassLoader().loadClass(name);
        }
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] code = in.readAllBytes();
            return defineClass(name, code, 0, code.length, VectorClassLoader.class.getProtectionDomain());
        } catch (IOException e) {
            throw new ClassNotFoundException(name + ": its class file cannot be read from the bundle", e);
        }
    }
}
