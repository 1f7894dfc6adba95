package io.deltaframe.framework;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A real Felix, started before tests and stopped after them: as a static {@code @RegisterExtension} once for the class,
 * as one of an object before each test; methods may take it as a parameter. Or without JUnit, by {@link #start} and
 * {@link #close}.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final FelixFramework FELIX = FelixFramework.sharing("io.deltaframe.api")
 *         .installing("org.osgi.util.function", "org.osgi.util.promise", "org.apache.felix.scr");
 * }</pre>
 *
 * <p>Packages that tests share with bundles, so that both mean the same types, come from the test's class path. They
 * are named by the bundles that export them there: which packages these are, and in which versions, is read from their
 * manifests.
 */
public final class FelixFramework implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback,
        ParameterResolver, AutoCloseable {

    /** FFmpeg's libraries may be unpacked and models compiled within it, on a machine busy with other builds too. */
    private static final long PATIENCE_SECONDS = 120;

    private final List<String> packages = new ArrayList<>();
    private final List<String> platform = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private final Map<String, String> properties = new HashMap<>();
    private final Map<Long, Path> places = new HashMap<>();
    private Path givenStorage;
    private Path storage;
    private Framework framework;
    private boolean forTheClass;

    private FelixFramework() { }

    /**
     * {@return a framework that takes what some bundles export from the test's class path}
     *
     * @param symbolicNames the bundles; they must lie on the class path, as jars or as folders of classes
     */
    public static FelixFramework sharing(String... symbolicNames) {
        FelixFramework felix = new FelixFramework();
        for (String name : symbolicNames) {
            List<String> exports = ClassPathBundle.named(name).exports();
            if (exports.isEmpty()) {
                throw new IllegalArgumentException("the bundle " + name + " exports nothing that could be shared");
            }
            felix.packages.addAll(exports);
        }
        return felix;
    }

    /**
     * Shares the package of a class that is in no bundle.
     *
     * @param type the class
     * @return this
     */
    public FelixFramework sharingPackageOf(Class<?> type) {
        packages.add(type.getPackageName());
        return this;
    }

    /**
     * Installs and starts bundles of the class path whenever the framework starts.
     *
     * @param symbolicNames the bundles
     * @return this
     */
    public FelixFramework installing(String... symbolicNames) {
        platform.addAll(List.of(symbolicNames));
        return this;
    }

    /**
     * Installs and starts all jars of a folder whenever the framework starts.
     *
     * @param folder the folder
     * @return this
     */
    public FelixFramework installingAllOf(Path folder) {
        folders.add(folder);
        return this;
    }

    /**
     * Sets a framework property, for the next start.
     *
     * @param property its name
     * @param value    its value
     * @return this
     */
    public FelixFramework with(String property, String value) {
        properties.put(property, value);
        return this;
    }

    /**
     * Puts the storage into a folder that is not deleted; otherwise it is a new temporary one for each start.
     *
     * @param folder the folder
     * @return this
     */
    public FelixFramework storedIn(Path folder) {
        givenStorage = folder;
        return this;
    }

    /**
     * Starts the framework, and then the bundles: all are installed before the first is started.
     *
     * @return this
     * @throws Exception if one of them does not start
     */
    public FelixFramework start() throws Exception {
        if (framework != null) {
            throw new IllegalStateException("the framework is running already");
        }
        storage = givenStorage != null ? givenStorage : Files.createTempDirectory("deltaframe-felix-");
        Map<String, String> configuration = new HashMap<>(properties);
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, String.join(",", packages));
        framework = new FrameworkFactory().newFramework(configuration);
        framework.start();
        List<Bundle> bundles = new ArrayList<>();
        for (String name : platform) {
            bundles.add(install(name));
        }
        for (Path folder : folders) {
            for (Path jar : jars(folder)) {
                bundles.add(install(jar));
            }
        }
        for (Bundle bundle : bundles) {
            bundle.start();
        }
        return this;
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    /** {@return the system bundle's context} */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    /**
     * Installs a bundle of the class path.
     *
     * @param symbolicName the bundle
     * @return the bundle, not started
     * @throws BundleException if the framework refuses it
     */
    public Bundle install(String symbolicName) throws BundleException {
        ClassPathBundle bundle = ClassPathBundle.named(symbolicName);
        return installed(bundle.location(), bundle.place());
    }

    /**
     * Installs a jar.
     *
     * @param jar the bundle's jar
     * @return the bundle, not started
     * @throws BundleException if the framework refuses it
     */
    public Bundle install(Path jar) throws BundleException {
        return installed(jar.toUri().toString(), jar);
    }

    private Bundle installed(String location, Path place) throws BundleException {
        Bundle bundle = context().installBundle(location);
        places.put(bundle.getBundleId(), place);
        return bundle;
    }

    /**
     * Replaces the content of a bundle in place by the jar it came from, as a platform does when it updates.
     *
     * @param bundle the bundle
     * @throws BundleException if the framework refuses it
     * @throws IOException     if the jar cannot be read
     */
    public void update(Bundle bundle) throws BundleException, IOException {
        try (InputStream content = Files.newInputStream(places.get(bundle.getBundleId()))) {
            bundle.update(content);
        }
    }

    /**
     * Rewires bundles, and those that use them, and waits until that is done.
     *
     * @param bundles the bundles; none for all that still use content from before an update
     * @throws InterruptedException if the thread is interrupted
     */
    public void refresh(Bundle... bundles) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        framework.adapt(FrameworkWiring.class).refreshBundles(bundles.length == 0 ? null : List.of(bundles),
                event -> refreshed.countDown());
        if (!refreshed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the framework does not finish a refresh");
        }
    }

    /**
     * {@return the service of a type, waiting for it if need be}
     *
     * @param type the type
     * @throws InterruptedException if the thread is interrupted
     */
    public <S> S service(Class<S> type) throws InterruptedException {
        return service(type, "");
    }

    /**
     * {@return a service of a type and with some properties, waiting for it if need be} It stays in use to the end.
     *
     * @param type   the type
     * @param filter an LDAP filter, or empty
     * @throws InterruptedException if the thread is interrupted
     */
    public <S> S service(Class<S> type, String filter) throws InterruptedException {
        ServiceTracker<S, S> tracker;
        try {
            if (!filter.isEmpty()) {
                // By itself: within a larger one Felix passes over what is wrong with it.
                context().createFilter(filter);
            }
            tracker = new ServiceTracker<>(context(),
                    context().createFilter("(&(" + Constants.OBJECTCLASS + "=" + type.getName() + ")" + filter + ")"),
                    null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(filter + " is no filter: " + e.getMessage(), e);
        }
        tracker.open();
        S service = tracker.waitForService(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        if (service == null) {
            throw new AssertionError("no service " + type.getName() + (filter.isEmpty() ? "" : " with " + filter)
                    + " after " + PATIENCE_SECONDS + " s");
        }
        return service;
    }

    /** Stops the framework and deletes its storage, unless that was given. An interrupt stays one. */
    @Override
    public void close() throws BundleException, IOException {
        if (framework == null) {
            return;
        }
        framework.stop();
        try {
            framework.waitForStop(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the framework stops", e);
        }
        framework = null;
        places.clear();
        if (givenStorage == null) {
            try (Stream<Path> files = Files.walk(storage)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext test) throws Exception {
        forTheClass = true;
        start();
    }

    @Override
    public void afterAll(ExtensionContext test) throws Exception {
        close();
    }

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        if (!forTheClass) {
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        if (!forTheClass) {
            close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == FelixFramework.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return this;
    }
}
