package io.deltaframe.framework;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;

/**
 * A bundle that lies on the class path of the test, as a jar or as a folder of classes.
 *
 * @param place   the jar or folder
 * @param headers of its manifest
 */
record ClassPathBundle(Path place, Attributes headers) {

    /** A clause of a header: commas within quotes do not end it. */
    private static final Pattern CLAUSE = Pattern.compile("(?:[^,\"]|\"[^\"]*\")+");
    private static final Pattern PARAMETER = Pattern.compile("(?:[^;\"]|\"[^\"]*\")+");

    /**
     * {@return the bundle of a symbolic name}
     *
     * @throws IllegalArgumentException if it is not there; the message names those that are
     */
    static ClassPathBundle named(String symbolicName) {
        TreeSet<String> present = new TreeSet<>();
        try {
            for (URL url : Collections.list(ClassPathBundle.class.getClassLoader()
                    .getResources("META-INF/MANIFEST.MF"))) {
                Attributes headers;
                try (InputStream in = url.openStream()) {
                    headers = new Manifest(in).getMainAttributes();
                }
                String name = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
                if (name != null) {
                    present.add(name.split(";")[0].strip());
                    if (name.split(";")[0].strip().equals(symbolicName)) {
                        return new ClassPathBundle(place(url), headers);
                    }
                }
            }
        } catch (IOException | URISyntaxException e) {
            throw new UncheckedIOException(new IOException("the class path cannot be searched for bundles: " + e, e));
        }
        throw new IllegalArgumentException("expected the bundle " + symbolicName + " on the class path, found "
                + present);
    }

    private static Path place(URL manifest) throws IOException, URISyntaxException {
        return manifest.openConnection() instanceof JarURLConnection jar ? Path.of(jar.getJarFileURL().toURI())
                : Path.of(manifest.toURI()).getParent().getParent();
    }

    /** {@return where a framework installs it from: a jar it copies, a folder it reads where it lies} */
    String location() {
        URI uri = place.toUri();
        return Files.isDirectory(place) ? "reference:" + uri : uri.toString();
    }

    /** {@return what it exports, each with its version and nothing else: {@code org.example;version="1.0.0"}} */
    List<String> exports() {
        return exports(headers.getValue(Constants.EXPORT_PACKAGE));
    }

    static List<String> exports(String header) {
        List<String> exports = new ArrayList<>();
        Matcher clauses = CLAUSE.matcher(header == null ? "" : header);
        while (clauses.find()) {
            List<String> names = new ArrayList<>();
            String version = "";
            Matcher parameters = PARAMETER.matcher(clauses.group());
            while (parameters.find()) {
                String parameter = parameters.group().strip();
                if (!parameter.contains("=")) {
                    names.add(parameter);
                } else if (parameter.startsWith(Constants.VERSION_ATTRIBUTE + "=")) {
                    version = ";" + parameter;
                }
            }
            for (String name : names) {
                exports.add(name + version);
            }
        }
        return exports;
    }
}
