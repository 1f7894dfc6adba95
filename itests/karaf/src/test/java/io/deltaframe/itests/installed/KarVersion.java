package io.deltaframe.itests.installed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** Our KAR as a later version would be: the same classes under a higher number. */
final class KarVersion {

    /** The version that was built. */
    static final String OURS = Given.KAR.getFileName().toString().replaceFirst("deltaframe-karaf-(.*)\\.kar", "$1");

    private KarVersion() { }

    /** {@return the address of a version's feature repository} */
    static String repository(String version) {
        return "mvn:io.deltaframe/deltaframe-karaf/" + version + "/xml/features";
    }

    /** {@return the version after ours, with one part of the number higher} */
    static String next(boolean minor) {
        Version ours = Version.parseVersion(OURS.replace("-SNAPSHOT", ".SNAPSHOT"));
        return minor ? ours.getMajor() + "." + (ours.getMinor() + 1) + ".0"
                : ours.getMajor() + "." + ours.getMinor() + "." + (ours.getMicro() + 1);
    }

    /** {@return a KAR of another version in a new folder} */
    static Path kar(String version) throws IOException {
        Path kar = Given.empty("kar-" + version).resolve("deltaframe-karaf-" + version + ".kar");
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(Given.KAR));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(kar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = entry.getName();
                if (entry.isDirectory() || name.contains("maven-metadata")) {
                    continue;
                }
                out.putNextEntry(new ZipEntry(name.replace(OURS, version)));
                if (name.endsWith(".jar") && name.contains("io/deltaframe/")) {
                    out.write(bundle(in.readAllBytes(), version));
                } else if (name.endsWith(".xml")) {
                    out.write(new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(OURS, version)
                            .getBytes(StandardCharsets.UTF_8));
                } else {
                    in.transferTo(out);
                }
            }
        }
        return kar;
    }

    private static byte[] bundle(byte[] jar, String version) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
            Manifest manifest = in.getManifest();
            manifest.getMainAttributes().putValue(Constants.BUNDLE_VERSION, version);
            try (JarOutputStream copy = new JarOutputStream(out, manifest)) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    copy.putNextEntry(new ZipEntry(entry.getName()));
                    ((InputStream) in).transferTo(copy);
                }
            }
        }
        return out.toByteArray();
    }
}
