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

/**
 * What one command got and configured in the platform. Closing undoes it, the latest first: services are given back,
 * configurations that were made are deleted, those that were changed are restored.
 */
final class TemporarySetup implements AutoCloseable {

    /**
     * Gets and configures what a command needs.
     *
     * @param <H> what the command gets for it
     */
    @FunctionalInterface
    interface Work<H> {
        H run(TemporarySetup setup) throws CommandException, UsageException, InterruptedException;
    }

    @FunctionalInterface
    private interface Undo {
        void run() throws IOException;
    }

    private final ServiceRegistry registry;
    private final Deque<Undo> undo = new ArrayDeque<>();
    /** Gotten when it is first needed: most commands configure nothing. */
    private ConfigurationAdmin admin;

    private TemporarySetup(ServiceRegistry registry) {
        this.registry = registry;
    }

    /**
     * Sets up what a command needs, or nothing if a part of it cannot be had.
     *
     * @param registry of the platform
     * @param work     gets and configures; ends with a handle, which undoes everything when it is closed
     * @return the handle
     */
    static <H> H of(ServiceRegistry registry, Work<H> work)
            throws CommandException, UsageException, InterruptedException {
        TemporarySetup setup = new TemporarySetup(registry);
        try {
            return work.run(setup);
        } catch (CommandException | UsageException | InterruptedException | RuntimeException e) {
            setup.close();
            throw e;
        }
    }

    /**
     * {@return a handle of a service that ends this setup when it is closed}
     *
     * @param held the service
     */
    <S> ServiceHandle<S> hold(ServiceRegistry.Held<S> held) {
        undo.push(held::close);
        return new ServiceHandle<>(held.service(), this::close);
    }

    private ConfigurationAdmin admin() throws CommandException, InterruptedException {
        if (admin == null) {
            ServiceRegistry.Held<ConfigurationAdmin> held = registry.await(ReadinessWaiter.IDLE_WAIT,
                    () -> registry.get(ConfigurationAdmin.class, null))
                    .orElseThrow(() -> new CommandException(
                            ReadinessWaiter.because("there is no ConfigurationAdmin service", registry.unresolved())));
            undo.push(held::close);
            admin = held.service();
        }
        return admin;
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
            // The location "?" lets any bundle receive it: it is this bundle that writes it, but another that is
            // configured.
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
        admin = null;
    }
}
