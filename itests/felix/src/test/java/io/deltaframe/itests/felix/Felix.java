package io.deltaframe.itests.felix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A real Felix with the bundles of the distribution, one for each test class; test methods take it as a parameter. The
 * API comes from the test's class path, so that tests call services by their types.
 */
final class Felix implements BeforeAllCallback, AfterAllCallback, ParameterResolver {

    static final Path DISTRIBUTION = Path.of(System.getProperty("deltaframe.distribution")).normalize();
    private static final String OURS = "io.deltaframe.";
    /** FFmpeg's libraries are unpacked and the model compiled within it, on a machine busy with other builds too. */
    private static final long SERVICE_SECONDS = 120;

    private static final String API = "io.deltaframe.api;version=1.0.0,io.deltaframe.api.event;version=1.0.0,"
            + "io.deltaframe.api.health;version=1.0.0,io.deltaframe.api.model;version=1.0.0,io.deltaframe.api.swap;version=1.0.0,"
            + "io.deltaframe.api.video;version=1.0.0";

    private final String systemPackages;
    private final Map<String, Path> jars = new TreeMap<>();
    private Path storage;
    private Framework framework;

    Felix() {
        this(API);
    }

    private Felix(String systemPackages) {
        this.systemPackages = systemPackages;
    }

    /** {@return a Felix that takes more packages from the test's class path than those of the API} */
    static Felix sharing(String packages) {
        return new Felix(API + "," + packages);
    }

    @Override
    public void beforeAll(ExtensionContext test) throws Exception {
        storage = Files.createTempDirectory("deltaframe-itest-");
        Map<String, String> configuration = new HashMap<>();
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, systemPackages);
        framework = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(configuration);
        framework.start();
        List<Bundle> bundles = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(DISTRIBUTION.resolve("bundles"), "*.jar")) {
            for (Path jar : files) {
                Bundle bundle = context().installBundle(jar.toUri().toString());
                jars.put(bundle.getSymbolicName(), jar);
                bundles.add(bundle);
            }
        }
        for (Bundle bundle : bundles) {
            bundle.start();
        }
    }

    @Override
    public void afterAll(ExtensionContext test) throws Exception {
        framework.stop();
        framework.waitForStop(TimeUnit.SECONDS.toMillis(30));
        try (Stream<Path> files = Files.walk(storage)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Felix.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return this;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** {@return the service of a type, waiting for it if need be} */
    <S> S service(Class<S> type) throws InterruptedException {
        ServiceTracker<S, S> tracker = new ServiceTracker<>(context(), type, null);
        tracker.open();
        S service = tracker.waitForService(TimeUnit.SECONDS.toMillis(SERVICE_SECONDS));
        if (service == null) {
            throw new AssertionError("no service " + type.getName() + " after " + SERVICE_SECONDS + " s");
        }
        return service;
    }

    /** {@return our bundles, those with code or models of Deltaframe} */
    List<Bundle> ours() {
        return Stream.of(context().getBundles()).filter(bundle -> bundle.getSymbolicName().startsWith(OURS)).toList();
    }

    /** Replaces the content of a bundle in place by the jar it came from, as a platform does when it updates. */
    void update(Bundle bundle) throws BundleException, IOException {
        try (InputStream content = Files.newInputStream(jars.get(bundle.getSymbolicName()))) {
            bundle.update(content);
        }
    }

    /** Rewires every bundle that still uses the content a bundle had before its update, and waits until that is done. */
    void refresh() throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        framework.adapt(FrameworkWiring.class).refreshBundles(null, event -> refreshed.countDown());
        if (!refreshed.await(SERVICE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the framework does not finish a refresh");
        }
    }
}
