package io.deltaframe.launcher;

import io.deltaframe.api.config.LauncherProperties;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A running Felix with the bundles of the distribution. Its storage is a new temporary folder, deleted at the end: any
 * number of commands can run side by side, and none sees what an earlier version left behind. What would take long to
 * make anew is not in it: bundles are read where they lie, and FFmpeg's libraries are unpacked beside them, once.
 */
final class FelixRuntime implements AutoCloseable {

    /** Declarative Services activates the command while its bundle starts; this is for a very busy machine. */
    private static final long COMMAND_SECONDS = 20;
    private static final long STOP_SECONDS = 10;
    /** A file is taken when two looks find it the same: in about a second. */
    private static final String WATCH_MILLIS = "500";
    /** Comes before Gogo in the order of names. */
    private static final String TERMINAL_LIBRARY = "org.jline";

    private final Framework framework;
    private final TemporaryFolder storage;
    private final List<String> failures = new ArrayList<>();
    private ShellExit exit;

    private FelixRuntime(Framework framework, TemporaryFolder storage) {
        this.framework = framework;
        this.storage = storage;
    }

    /**
     * Starts the framework and the bundles.
     *
     * @param home  folder of the distribution
     * @param shell whether to start the Gogo shell too
     */
    static FelixRuntime start(Path home, boolean shell) throws LaunchException, BundleException {
        List<Path> jars = new ArrayList<>(jars(home.resolve("bundles")));
        if (shell) {
            jars.addAll(jars(home.resolve("console")));
        }
        FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class).findFirst()
                .orElseThrow(() -> new LaunchException("no OSGi framework on the class path"));
        TemporaryFolder storage = TemporaryFolder.in(Surroundings.temporaryPlaces());
        // Of the JVM too: the clip of a demo, the libraries of a terminal.
        System.setProperty("java.io.tmpdir", storage.path().toString());
        FelixRuntime felix;
        try {
            felix = new FelixRuntime(factory.newFramework(configuration(home, storage.path(), shell)), storage);
        } catch (LaunchException | RuntimeException e) {
            storage.close();
            throw e;
        }
        try {
            felix.framework.start();
            felix.exit = ShellExit.in(felix.framework.getBundleContext());
            felix.install(jars);
            return felix;
        } catch (BundleException | RuntimeException e) {
            felix.close();
            throw e;
        }
    }

    private static Map<String, String> configuration(Path home, Path storage, boolean shell) throws LaunchException {
        Map<String, String> configuration = new HashMap<>();
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.resolve("felix").toString());
        configuration.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        // TornadoVM reads kernels from the class path, and bundles find them there. Its own packages are modules, which
        // Felix exports.
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "io.deltaframe.tornado.kernels");
        // Errors only: a bundle that does not start is reported with its reason by whoever misses it.
        configuration.put("felix.log.level", "1");
        // Of EventAdmin too: it prints warnings of events that are on their way when the framework stops.
        configuration.put("org.apache.felix.eventadmin.LogLevel", "1");
        configuration.put(LauncherProperties.NATIVES,
                System.getProperty(LauncherProperties.NATIVES, home.resolve("natives").toString()));
        String log = System.getProperty("deltaframe.log");
        if (log != null && !log.isBlank()) {
            configuration.put(LauncherProperties.CONSOLE_LOG, log.strip());
        }
        if (shell) {
            Surroundings.prepareLineEditor(storage);
            watchModels(configuration, home, storage);
            // Where Gogo looks for etc/gosh_profile: not in whatever folder the user stands.
            configuration.put("gosh.home", home.toString());
            configuration.put("gosh.args", Surroundings.keepsHistory() ? "--login" : "--login --nohistory");
        }
        return configuration;
    }

    /**
     * FileInstall's folder: models, and as always with it bundles and configurations, are in service while they lie
     * there.
     */
    private static void watchModels(Map<String, String> configuration, Path home, Path storage) throws LaunchException {
        Path models = Path.of(System.getProperty("deltaframe.models", home.resolve("models").toString()));
        configuration.put("felix.fileinstall.dir", WatchedFolder.of(models, storage));
        configuration.put("felix.fileinstall.tmpdir", storage.resolve("fileinstall").toString());
        configuration.put("felix.fileinstall.poll", WATCH_MILLIS);
        configuration.put("felix.fileinstall.noInitialDelay", "true");
        // Labels and paths in them are names of people's files; without it Latin-1
        configuration.put("felix.fileinstall.configEncoding", "UTF-8");
        // What a command changes for a moment is not to be written into the user's files
        configuration.put("felix.fileinstall.enableConfigSave", "false");
    }

    private static TreeSet<Path> jars(Path folder) throws LaunchException {
        TreeSet<Path> jars = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            files.forEach(jars::add);
        } catch (IOException e) {
            throw new LaunchException("no bundles in " + folder + ": " + e);
        }
        return jars;
    }

    /** All are installed before one is started, so that the order of their names does not matter. */
    private void install(Iterable<Path> jars) throws BundleException {
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars) {
            bundles.add(framework.getBundleContext().installBundle(inPlace(jar)));
        }
        for (Bundle bundle : bundles) {
            if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                try {
                    bundle.start();
                    if (TERMINAL_LIBRARY.equals(bundle.getSymbolicName())) {
                        // JLine looks for its kinds of terminals through the context class loader, which the shell's
                        // thread has from this one; without them it knows only a dumb one.
                        Thread.currentThread().setContextClassLoader(bundle.adapt(BundleWiring.class).getClassLoader());
                    }
                } catch (BundleException e) {
                    failures.add("bundle " + bundle.getSymbolicName() + " does not start: " + e.getMessage());
                }
            }
        }
    }

    /**
     * {@return the location by which Felix reads a jar where it lies, where it would copy it otherwise; it takes a plus
     * for a blank}
     */
    private static String inPlace(Path jar) {
        return "reference:" + jar.toFile().toURI().toString().replace("+", "%2B");
    }

    /** {@return the command line of the shell bundle} */
    CommandLineProxy commandLine() throws LaunchException, ReflectiveOperationException, InterruptedException {
        BundleContext context = framework.getBundleContext();
        ServiceTracker<Object, Object> tracker;
        try {
            tracker = new ServiceTracker<>(context, context.createFilter(CommandLineProxy.FILTER), null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        tracker.open();
        // Left open: closing it would give the service back while it runs. The framework's end does.
        Object service = tracker.waitForService(failures.isEmpty() ? TimeUnit.SECONDS.toMillis(COMMAND_SECONDS) : 1);
        if (service == null) {
            List<String> reasons = new ArrayList<>(List.of("the command line did not come up in the framework"));
            reasons.addAll(failures);
            throw new LaunchException(String.join("\n", reasons));
        }
        return new CommandLineProxy(service);
    }

    /** {@return the status with which the shell was left; waits until it is, or until somebody stops the framework} */
    int awaitExit() throws InterruptedException {
        framework.waitForStop(0);
        return exit.status();
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            framework.stop();
            framework.waitForStop(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (BundleException e) {
            // Nothing can be done about it here, and the process ends.
        } catch (InterruptedException e) {
            interrupted = true;
        }
        storage.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
