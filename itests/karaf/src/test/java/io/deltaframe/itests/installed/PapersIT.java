package io.deltaframe.itests.installed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What comes with the bundles for people to read: licences of everything shipped, and descriptions of every
 * configuration.
 */
class PapersIT {

    private static final String THIRD_PARTY = "THIRD-PARTY.md";

    /** The name of a jar as the list of third parties has it: without its version. */
    private static String name(String jar) {
        return jar.substring(jar.lastIndexOf('/') + 1).replaceFirst("-\\d[^/]*\\.jar$", "");
    }

    private static List<String> unnamed(List<String> jars, String list) {
        assertTrue(jars.size() > 10, jars.toString());
        return jars.stream().map(PapersIT::name).filter(name -> !name.matches("(io\\.)?deltaframe.*"))
                .filter(name -> !list.contains("`" + name + "`")).toList();
    }

    @Test
    void the_distribution_names_the_licence_of_each_jar_in_it() throws IOException {
        List<String> jars = new ArrayList<>();
        for (String folder : List.of("lib", "bundles", "console")) {
            Given.jars(Given.DISTRIBUTION.resolve(folder)).forEach(jar -> jars.add(jar.toString()));
        }
        assertEquals(List.of(), unnamed(jars, Files.readString(Given.DISTRIBUTION.resolve(THIRD_PARTY))));
        assertTrue(Files.exists(Given.DISTRIBUTION.resolve("LICENSE"))
                && Files.exists(Given.DISTRIBUTION.resolve("NOTICE")));
    }

    @Test
    void the_kar_names_the_licence_of_each_jar_in_it() throws IOException {
        try (ZipFile kar = new ZipFile(Given.KAR.toFile())) {
            List<String> jars = kar.stream().map(ZipEntry::getName).filter(entry -> entry.endsWith(".jar")).toList();
            assertEquals(List.of(), unnamed(jars, text(kar, THIRD_PARTY)));
            assertTrue(kar.getEntry("LICENSE") != null && kar.getEntry("NOTICE") != null);
        }
    }

    @Test
    void ffmpeg_comes_with_its_licence_and_libraries_for_this_platform_at_least() throws IOException {
        Path video = Given.jars(Given.BUNDLES).stream()
                .filter(jar -> name(jar.toString()).equals("io.deltaframe.video")).findFirst().orElseThrow();
        try (ZipFile jar = new ZipFile(video.toFile())) {
            assertTrue(text(jar, "META-INF/LICENSE-LGPL-3.0.txt").contains("GNU LESSER GENERAL PUBLIC LICENSE"));
            assertTrue(text(jar, "META-INF/NOTICE").contains("FFmpeg"));
            TreeSet<String> platforms = new TreeSet<>();
            jar.stream().map(ZipEntry::getName)
                    .filter(entry -> entry.matches("org/bytedeco/ffmpeg/[^/]+/[^/]*avcodec.*\\.(so|dylib|dll)[.\\d]*"))
                    .forEach(entry -> platforms.add(entry.split("/")[3]));
            assertTrue(platforms.stream().anyMatch(platform -> platform.startsWith(operatingSystem())),
                    platforms.toString());
        }
    }

    private static String operatingSystem() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "macosx" : name.startsWith("windows") ? "windows" : "linux";
    }

    @Test
    void every_configuration_is_described_and_every_number_has_its_limits() throws Exception {
        List<String> described = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Path bundle : Given.jars(Given.BUNDLES)) {
            if (!name(bundle.toString()).startsWith("io.deltaframe.")) {
                continue;
            }
            try (ZipFile jar = new ZipFile(bundle.toFile())) {
                for (ZipEntry entry : entries(jar, "OSGI-INF/metatype/.+\\.xml")) {
                    Document metatype = xml(jar, entry);
                    for (Element designate : elements(metatype.getElementsByTagName("Designate"))) {
                        described.add(designate.getAttribute("pid") + designate.getAttribute("factoryPid"));
                    }
                    for (Element configuration : elements(metatype.getElementsByTagName("OCD"))) {
                        require(configuration, entry + ":", faults, "name", "description");
                    }
                    for (Element property : elements(metatype.getElementsByTagName("AD"))) {
                        String what = entry + ": " + property.getAttribute("id");
                        require(property, what, faults, "name", "description", "type");
                        boolean chosen = property.getElementsByTagName("Option").getLength() > 0;
                        if (!chosen && List.of("Integer", "Long", "Short", "Byte", "Double",
                                "Float").contains(property.getAttribute("type"))) {
                            require(property, what, faults, "min", "max");
                        }
                    }
                }
                // Whoever reads configuration by a PID of its own, and not by its class name, has it described.
                for (ZipEntry entry : entries(jar, "OSGI-INF/[^/]+\\.xml")) {
                    Element component = xml(jar, entry).getDocumentElement();
                    if (component.getAttribute("configuration-policy").equals("require")
                            || component.hasAttribute("configuration-pid")) {
                        String pid = component.hasAttribute("configuration-pid")
                                ? component.getAttribute("configuration-pid") : component.getAttribute("name");
                        if (!described.contains(pid)) {
                            faults.add(pid + " is not described");
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), faults);
        assertTrue(described.containsAll(List.of("io.deltaframe.recognizer", "io.deltaframe.model",
                "io.deltaframe.engine.simd")), described.toString());
    }

    private static void require(Element element, String what, List<String> faults, String... attributes) {
        for (String attribute : attributes) {
            if (element.getAttribute(attribute).isBlank()) {
                faults.add(what + " has no " + attribute);
            }
        }
    }

    private static List<? extends ZipEntry> entries(ZipFile jar, String pattern) {
        return jar.stream().filter(entry -> entry.getName().matches(pattern)).toList();
    }

    private static Document xml(ZipFile jar, ZipEntry entry) throws Exception {
        try (InputStream in = jar.getInputStream(entry)) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        }
    }

    private static List<Element> elements(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int node = 0; node < nodes.getLength(); node++) {
            elements.add((Element) nodes.item(node));
        }
        return elements;
    }

    private static String text(ZipFile jar, String entry) throws IOException {
        ZipEntry found = jar.getEntry(entry);
        assertTrue(found != null, jar.getName() + " has no " + entry);
        try (InputStream in = jar.getInputStream(found)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
