package io.deltaframe.shell.platform;

import io.deltaframe.shell.output.OneLine;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Configurations for the time of one command. Closing deletes what was created and restores what was changed, latest first. */
final class TemporaryConfigurations implements AutoCloseable {

    private final ServiceRegistry registry;
    private final Deque<Undo> undo = new ArrayDeque<>();
    /** Gotten when it is first needed: most commands configure nothing. */
    private ServiceRegistry.Held<ConfigurationAdmin> admin;

    TemporaryConfigurations(ServiceRegistry registry) {
        this.registry = registry;
    }

    private ConfigurationAdmin admin() throws CommandException, InterruptedException {
        if (admin == null) {
            admin = registry.await(ReadinessWaiter.IDLE_WAIT, () -> registry.get(ConfigurationAdmin.class, null))
                    .orElseThrow(() -> new CommandException(ReadinessWaiter.because("there is no ConfigurationAdmin service", registry.unresolved())));
        }
        return admin.service();
    }

    /**
     * Creates a factory configuration.
     *
     * @param factoryPid what to make
     * @param properties how
     * @return PID of the new configuration
     */
    String create(String factoryPid, Map<String, ?> properties) throws CommandException, InterruptedException {
        try {
            // The location "?" lets any bundle receive it: it is this bundle that writes it, but another that is configured.
            Configuration configuration = admin().createFactoryConfiguration(factoryPid, "?");
            undo.push(configuration::delete);
            configuration.update(new Hashtable<>(properties));
            return configuration.getPid();
        } catch (IOException e) {
            throw new CommandException("cannot configure " + factoryPid + ": " + OneLine.of(e), e);
        }
    }

    /**
     * Changes some properties of a configuration, or makes it.
     *
     * @param pid        what to configure
     * @param properties what to change
     */
    void change(String pid, Map<String, ?> properties) throws CommandException, InterruptedException {
        try {
            Configuration configuration = admin().getConfiguration(pid, "?");
            Dictionary<String, Object> before = configuration.getProperties();
            Dictionary<String, Object> after = new Hashtable<>();
            if (before == null) {
                undo.push(configuration::delete);
            } else {
                before.keys().asIterator().forEachRemaining(key -> after.put(key, before.get(key)));
                undo.push(() -> configuration.update(before));
            }
            properties.forEach(after::put);
            configuration.update(after);
        } catch (IOException e) {
            throw new CommandException("cannot configure " + pid + ": " + OneLine.of(e), e);
        }
    }

    @Override
    public void close() {
        while (!undo.isEmpty()) {
            try {
                undo.pop().run();
            } catch (IOException | IllegalStateException e) {
                // Deleted by somebody else in the meantime, or the framework is going down: nothing is left to undo.
            }
        }
        if (admin != null) {
            admin.close();
            admin = null;
        }
    }

    @FunctionalInterface
    private interface Undo {
        void run() throws IOException;
    }
}
