package io.deltaframe.itests.docs;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What can be configured under one PID, as a bundle's metatype describes it.
 *
 * @param pid      of the configuration
 * @param factory  whether there can be any number of them
 * @param type     the {@code OCD} element
 */
record ConfigurationDescription(String pid, boolean factory, Element type) {

    private static final int COLUMNS = 120;

    /**
     * Reads a metatype document.
     *
     * @param file as bnd writes it
     */
    static List<ConfigurationDescription> read(Path file) throws Exception {
        Element root;
        try (InputStream in = Files.newInputStream(file)) {
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
        }
        List<ConfigurationDescription> found = new ArrayList<>();
        for (Element designate : elements(root, "Designate")) {
            String type = elements(designate, "Object").getFirst().getAttribute("ocdref");
            Element described = elements(root, "OCD").stream().filter(ocd -> ocd.getAttribute("id").equals(type))
                    .findFirst().orElseThrow();
            boolean factory = designate.hasAttribute("factoryPid");
            String pid = designate.getAttribute(factory ? "factoryPid" : "pid");
            found.add(new ConfigurationDescription(pid, factory, described));
        }
        return found;
    }

    /** {@return a section of the page} */
    String markdown() {
        StringBuilder text = new StringBuilder("### `" + pid + "`\n\n");
        String name = type.getAttribute("name") + (factory ? " (factory). " : ". ");
        text.append(wrapped(name + sentence(type.getAttribute("description")), ""));
        text.append('\n');
        for (Element attribute : elements(type, "AD")) {
            text.append(wrapped("- `" + attribute.getAttribute("id") + "` (" + kind(attribute) + "): "
                    + sentence(attribute.getAttribute("description")) + options(attribute), "  "));
        }
        return text.toString();
    }

    private static String kind(Element attribute) {
        List<String> parts = new ArrayList<>();
        String cardinality = attribute.getAttribute("cardinality");
        parts.add(attribute.getAttribute("type") + (cardinality.isEmpty() || cardinality.equals("0") ? "" : "[]"));
        if (attribute.hasAttribute("min") && attribute.hasAttribute("max")) {
            parts.add(attribute.getAttribute("min") + " to " + attribute.getAttribute("max"));
        }
        if (!attribute.hasAttribute("default")) {
            parts.add("required");
        } else if (attribute.getAttribute("default").isEmpty()) {
            parts.add("default empty");
        } else {
            parts.add("default `" + attribute.getAttribute("default") + "`");
        }
        return String.join(", ", parts);
    }

    private static String options(Element attribute) {
        List<Element> options = elements(attribute, "Option");
        return options.isEmpty() ? ""
                : options.stream().map(ConfigurationDescription::option).collect(Collectors.joining("; ", " ", "."));
    }

    private static String option(Element option) {
        String value = option.getAttribute("value");
        String label = option.getAttribute("label");
        return "`" + value + "`: " + (label.startsWith(value + ": ") ? label.substring(value.length() + 2) : label);
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private static String wrapped(String text, String indent) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder();
        for (String word : text.replace("<", "\\<").replace("*", "\\*").split(" +")) {
            if (line.length() + 1 + word.length() > COLUMNS) {
                lines.append(line).append('\n');
                line.setLength(0);
                line.append(indent);
            }
            line.append(line.isEmpty() || line.toString().isBlank() ? "" : " ").append(word);
        }
        return lines.append(line).append('\n').toString();
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
    }
}
