package io.deltaframe.itests.installed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;

/**
 * Our bundles resolve against what each platform has: the packages of its system bundle for this Java, and the bundles
 * that it starts with. Nothing is started.
 */
class HostsIT {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^${}]+)}");
    private static final Pattern MAVEN = Pattern.compile("mvn:([^/]+)/([^/]+)/([^/]+)");

    private static Properties properties(String... names) throws IOException {
        Properties properties = new Properties();
        for (String name : names) {
            try (Reader in = Files.newBufferedReader(Given.KARAF.resolve("etc").resolve(name))) {
                properties.load(in);
            }
        }
        properties.setProperty("java.specification.version", System.getProperty("java.specification.version"));
        properties.setProperty("karaf.framework", "felix");
        return properties;
    }

    /** {@return a property with all placeholders filled in, the innermost first} */
    private static String filled(Properties properties, String name) {
        String value = properties.getProperty(name);
        for (Matcher found = PLACEHOLDER.matcher(value); found.find(); found = PLACEHOLDER.matcher(value)) {
            value = value.substring(0, found.start()) + properties.getProperty(found.group(1), "")
                    + value.substring(found.end());
        }
        return value;
    }

    private static List<Path> started(Properties startup) {
        List<Path> jars = new ArrayList<>();
        for (String bundle : startup.stringPropertyNames()) {
            Matcher place = MAVEN.matcher(bundle);
            if (place.matches()) {
                jars.add(Given.KARAF.resolve("system").resolve(place.group(1).replace('.', '/'))
                        .resolve(place.group(2)).resolve(place.group(3))
                        .resolve(place.group(2) + "-" + place.group(3) + ".jar"));
            }
        }
        return jars;
    }

    /** Ours, and what the Karaf feature brings besides them. */
    private static List<Path> ours(String... foreign) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path jar : Given.jars(Given.BUNDLES)) {
            String name = jar.getFileName().toString();
            if (name.startsWith("io.deltaframe.") || List.of(foreign).stream().anyMatch(name::startsWith)) {
                jars.add(jar);
            }
        }
        assertTrue(jars.size() > foreign.length + 6, jars.toString());
        return jars;
    }

    @Test
    void on_the_packages_and_bundles_of_a_stock_karaf() throws Exception {
        Properties config = properties("jre.properties", "config.properties");
        Map<String, String> settings = new HashMap<>(Map.of(
                Constants.FRAMEWORK_SYSTEMPACKAGES, filled(config, Constants.FRAMEWORK_SYSTEMPACKAGES),
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, filled(config, Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA)));
        // For a Java that Karaf does not know Felix says itself what it is.
        if (config.containsKey("eecap-" + config.getProperty("java.specification.version"))) {
            settings.put(Constants.FRAMEWORK_SYSTEMCAPABILITIES,
                    filled(config, Constants.FRAMEWORK_SYSTEMCAPABILITIES));
        }
        try (ForeignFramework karaf = ForeignFramework.of(null, "hosts-karaf", settings)) {
            List<Path> jars = started(properties("startup.properties"));
            assertTrue(jars.size() > 10, jars.toString());
            jars.addAll(ours("org.osgi.service.component", "org.apache.felix.scr", "jackson-core"));
            karaf.install(jars);
            assertEquals(List.of(), karaf.unresolved());
        }
    }

    @Test
    void on_a_plain_felix() throws Exception {
        try (ForeignFramework felix = ForeignFramework.of(null, "hosts-felix", Map.of())) {
            felix.install(Given.jars(Given.BUNDLES));
            assertEquals(List.of(), felix.unresolved());
        }
    }

    @Test
    void on_a_plain_equinox() throws Exception {
        try (ForeignFramework equinox = ForeignFramework.of(Given.EQUINOX, "hosts-equinox", Map.of())) {
            equinox.install(Given.jars(Given.BUNDLES));
            assertEquals(List.of(), equinox.unresolved());
        }
    }
}
