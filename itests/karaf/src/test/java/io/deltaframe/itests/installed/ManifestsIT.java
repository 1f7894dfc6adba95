package io.deltaframe.itests.installed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.Version;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** What our manifests promise platforms and ask of them, as the framework reads them; no bundle is started. */
class ManifestsIT {

    private static final String OURS = "io.deltaframe.";
    private static final String EXTENDER = "osgi.extender";
    private static final String SERVICE = "osgi.service";
    private static final String JAVA = ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE;

    private static Framework framework;
    private static List<BundleRevision> all;
    private static List<BundleRevision> ours;

    @BeforeAll
    static void install() throws Exception {
        framework = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow()
                .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, Given.empty("manifests").toString()));
        framework.init();
        List<BundleRevision> revisions = new ArrayList<>(List.of(framework.adapt(BundleRevision.class)));
        for (Path jar : Given.jars(Given.BUNDLES)) {
            revisions.add(framework.getBundleContext().installBundle(jar.toUri().toString())
                    .adapt(BundleRevision.class));
        }
        all = List.copyOf(revisions);
        ours = revisions.stream().filter(revision -> revision.getSymbolicName().startsWith(OURS)).toList();
    }

    @AfterAll
    static void stop() throws Exception {
        framework.stop();
        framework.waitForStop(TimeUnit.SECONDS.toMillis(30));
    }

    /**
     * What the JVM was started with has no versions as packages: the JDK, and for the GPU engine TornadoVM and the
     * kernels.
     */
    private static boolean comesFromLaunch(String name) {
        return ModuleLayer.boot().modules().stream().anyMatch(module -> module.getPackages().contains(name))
                || name.startsWith("uk.ac.manchester.tornado.api") || name.equals("io.deltaframe.tornado.kernels");
    }

    private static String header(BundleRevision revision, String name) {
        return revision.getBundle().getHeaders("").get(name);
    }

    @Test
    void packages_are_imported_by_ranges_and_never_by_chance() {
        assertTrue(ours.size() >= 8, ours.toString());
        List<String> unbounded = new ArrayList<>();
        for (BundleRevision bundle : ours) {
            for (String header : List.of(Constants.DYNAMICIMPORT_PACKAGE, Constants.REQUIRE_BUNDLE,
                    Constants.FRAGMENT_HOST)) {
                assertNull(header(bundle, header), bundle + " has " + header);
            }
            for (BundleRequirement need : bundle.getDeclaredRequirements(PackageNamespace.PACKAGE_NAMESPACE)) {
                String filter = need.getDirectives().get(Constants.FILTER_DIRECTIVE);
                String name = filter.replaceFirst(".*osgi\\.wiring\\.package=([^)]+)\\).*", "$1");
                boolean range = filter.contains("(version>=") && filter.contains("(!(version>=");
                if (!range && !comesFromLaunch(name)) {
                    unbounded.add(bundle + " imports " + filter);
                }
            }
        }
        assertEquals(List.of(), unbounded);
    }

    @Test
    void packages_are_exported_in_versions() {
        List<String> exports = new ArrayList<>();
        for (BundleRevision bundle : ours) {
            for (BundleCapability offer : bundle.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
                exports.add(offer.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE).toString());
                Version version = (Version) offer.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE);
                assertTrue(version.compareTo(new Version(1, 0, 0)) >= 0 && version.getQualifier().isEmpty(),
                        "a version of its own, not the bundle's: " + offer);
            }
        }
        assertTrue(exports.contains("io.deltaframe.api"), exports.toString());
    }

    @Test
    void components_ask_for_their_runtime_and_for_the_oldest_java_they_run_on() {
        for (BundleRevision bundle : ours) {
            boolean asks = bundle.getDeclaredRequirements(EXTENDER).stream()
                    .anyMatch(need -> need.getDirectives().get(Constants.FILTER_DIRECTIVE)
                            .contains("(osgi.extender=osgi.component)"));
            assertEquals(header(bundle, "Service-Component") != null, asks, bundle.toString());
            boolean classes = bundle.getBundle().findEntries("/", "*.class", true) != null;
            long forOldest = bundle.getDeclaredRequirements(JAVA).stream()
                    .filter(need -> need.getDirectives().get(Constants.FILTER_DIRECTIVE)
                            .contains("(version=21)"))
                    .count();
            assertEquals(classes ? 1 : 0, forOldest, bundle.toString());
        }
    }

    @Test
    void services_that_hosts_look_up_are_declared() {
        TreeSet<String> services = ours.stream().flatMap(bundle -> bundle.getDeclaredCapabilities(SERVICE).stream())
                .flatMap(offer -> names(offer.getAttributes().get(Constants.OBJECTCLASS)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(services.containsAll(List.of("io.deltaframe.api.Recognizer", "io.deltaframe.api.model.Model",
                "io.deltaframe.api.video.VideoSource", "io.deltaframe.api.video.VideoWriter",
                "io.deltaframe.api.health.ReadinessProbe", "io.deltaframe.tdn.engine.Engine")), services.toString());
    }

    private static List<String> names(Object value) {
        return value instanceof List<?> list ? list.stream().map(Object::toString).toList() : List.of(value.toString());
    }

    @Test
    void the_bundles_resolve_and_find_each_others_services() throws Exception {
        List<Bundle> bundles = all.stream().map(BundleRevision::getBundle).toList();
        assertTrue(framework.adapt(FrameworkWiring.class).resolveBundles(bundles),
                () -> bundles.stream().filter(bundle -> bundle.getState() == Bundle.INSTALLED).toList()
                + " do not resolve");
        // What is "active" the framework does not look at: Karaf and resolvers do.
        List<Map<String, Object>> offers = all.stream()
                .flatMap(bundle -> bundle.getDeclaredCapabilities(SERVICE).stream())
                .map(BundleCapability::getAttributes).toList();
        for (BundleRevision bundle : ours) {
            for (BundleRequirement need : bundle.getDeclaredRequirements(SERVICE)) {
                boolean optional = Constants.RESOLUTION_OPTIONAL.equals(need.getDirectives()
                        .get(Constants.RESOLUTION_DIRECTIVE));
                var filter = FrameworkUtil.createFilter(need.getDirectives().get(Constants.FILTER_DIRECTIVE));
                assertTrue(optional || offers.stream().anyMatch(filter::matches), bundle + " needs " + filter);
            }
        }
    }
}
