package io.deltaframe.recognizer;

import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.api.model.Model;
import io.deltaframe.framework.FelixFramework;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogReaderService;

/**
 * Apache Felix with Declarative Services, ConfigAdmin, the log, and this bundle as the build has just made it. The API
 * and the engine interfaces come from the class path, so that tests can offer and use services themselves.
 */
public final class TestFramework implements AutoCloseable {

    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();
    private static final String[] PLATFORM = {"org.osgi.util.function", "org.osgi.util.promise",
        "org.osgi.service.component", "org.apache.felix.log", "org.apache.felix.configadmin", "org.apache.felix.scr"};

    private final FelixFramework felix;
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    public TestFramework(Path storage) throws Exception {
        felix = FelixFramework.sharing("io.deltaframe.api", "io.deltaframe.tdn",
                "com.fasterxml.jackson.core.jackson-core", "org.osgi.service.cm", "org.osgi.service.log",
                "org.osgi.service.event").installing(PLATFORM).storedIn(storage).start();
        service(LogReaderService.class, "(objectClass=*)").addLogListener(entry -> {
            if (entry.getLogLevel() == LogLevel.WARN) {
                warnings.add(entry.getMessage());
            }
            if (entry.getLogLevel() == LogLevel.ERROR) {
                errors.add(entry.getMessage() + (entry.getException() == null ? "" : " " + entry.getException()));
            }
        });
    }

    public BundleContext context() {
        return felix.context();
    }

    /** Errors logged so far. */
    public List<String> errors() {
        return errors;
    }

    /** Warnings logged so far. */
    public List<String> warnings() {
        return warnings;
    }

    /** Installs a bundle that lies on the class path, as a jar or as a folder of classes. */
    public Bundle install(String symbolicName) throws Exception {
        return felix.install(symbolicName);
    }

    /** Waits for a service. */
    public <S> S service(Class<S> type, String filter) throws Exception {
        try {
            return felix.service(type, filter);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; errors logged: " + errors, e);
        }
    }

    /** Offers a model, as a bundle of somebody else's would. */
    public ServiceRegistration<Model> offer(Model model) {
        return offer(model, 0);
    }

    /** Offers a model with a ranking. */
    public ServiceRegistration<Model> offer(Model model, int ranking) {
        return context().registerService(Model.class, model, dictionary(Map.of(Model.NAME, model.info().name(),
                Model.VERSION, Version.parseVersion(model.info().version()), Constants.SERVICE_RANKING, ranking)));
    }

    /** What the first probe says that something holds for. */
    public Optional<Readiness> readiness(Predicate<Readiness> wanted) {
        try {
            for (ServiceReference<ReadinessProbe> reference
                    : context().getServiceReferences(ReadinessProbe.class, null)) {
                ReadinessProbe probe = context().getService(reference);
                Readiness readiness = probe == null ? null : probe.readiness();
                if (readiness != null && wanted.test(readiness)) {
                    return Optional.of(readiness);
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
        return Optional.empty();
    }

    /** Whether there is no service of a type that a filter matches. */
    public boolean isGone(Class<?> type, String filter) {
        try {
            return context().getServiceReferences(type, filter).isEmpty();
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Makes a factory configuration. */
    public Configuration configure(String factoryPid, Map<String, Object> properties) throws Exception {
        Configuration configuration = service(ConfigurationAdmin.class, "(objectClass=*)")
                .createFactoryConfiguration(factoryPid, "?");
        configuration.update(dictionary(properties));
        return configuration;
    }

    public static Dictionary<String, Object> dictionary(Map<String, Object> properties) {
        return new Hashtable<>(properties);
    }

    /** Service properties of the only service of a type, or none. */
    public Map<String, Object> properties(Class<?> type) {
        ServiceReference<?> reference = context().getServiceReference(type);
        Map<String, Object> properties = new HashMap<>();
        if (reference != null) {
            for (String key : reference.getPropertyKeys()) {
                properties.put(key, reference.getProperty(key));
            }
        }
        return properties;
    }

    /** Waits until something holds. */
    public void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain until " + what + "; errors logged: " + errors);
            }
            Thread.sleep(5);
        }
    }

    @Override
    public void close() throws BundleException, IOException {
        felix.close();
    }
}
