package io.deltaframe.itests.installed;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;

/** A framework of some maker in this JVM, from its jar: test and framework share the types of OSGi's core only. */
final class ForeignFramework implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;
    private static final long POLL_MILLISECONDS = 100;

    private final Framework framework;
    private final List<Bundle> bundles = new ArrayList<>();

    private ForeignFramework(Framework framework) {
        this.framework = framework;
    }

    /**
     * Makes one that is not started, so that bundles can be resolved.
     *
     * @param jar      of the framework; null for the Felix of the class path
     * @param name     of the folder for its storage
     * @param settings framework properties
     */
    static ForeignFramework of(Path jar, String name, Map<String, String> settings) throws Exception {
        URL[] urls = jar == null ? new URL[0] : new URL[] {jar.toUri().toURL()};
        // Never closed: Equinox leaves handlers of URLs behind, which the JVM asks as long as it runs.
        URLClassLoader loader = new URLClassLoader(urls, ForeignFramework.class.getClassLoader());
        FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class, loader).stream()
                .filter(found -> jar == null || found.type().getClassLoader() == loader).findFirst().orElseThrow()
                .get();
        Map<String, String> configuration = new HashMap<>(settings);
        configuration.put(Constants.FRAMEWORK_STORAGE, Given.empty(name).toString());
        ForeignFramework framework = new ForeignFramework(factory.newFramework(configuration));
        framework.framework.init();
        return framework;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    List<Bundle> bundles() {
        return bundles;
    }

    void install(List<Path> jars) throws BundleException {
        for (Path jar : jars) {
            bundles.add(context().installBundle(jar.toUri().toString()));
        }
    }

    /** {@return the bundles that do not resolve, and why} */
    List<String> unresolved() throws BundleException {
        if (framework.adapt(FrameworkWiring.class).resolveBundles(bundles)) {
            return List.of();
        }
        // A framework that runs says why.
        framework.start();
        List<String> reasons = new ArrayList<>();
        for (Bundle bundle : bundles) {
            if (bundle.getState() == Bundle.INSTALLED) {
                try {
                    bundle.start();
                } catch (BundleException e) {
                    reasons.add(bundle + ": " + e.getMessage());
                }
            }
        }
        return reasons;
    }

    void start() throws BundleException {
        framework.start();
        for (Bundle bundle : bundles) {
            bundle.start();
        }
    }

    /** {@return a service by names, because its type is the bundles' own; waits for it} */
    Object service(String type, String filter) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            ServiceReference<?>[] found = context().getAllServiceReferences(type, filter);
            Object service = found == null ? null : context().getService(found[0]);
            if (service != null) {
                return service;
            }
            Thread.sleep(POLL_MILLISECONDS);
        }
        throw new AssertionError("no service " + type + " with " + filter);
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
