package io.deltaframe.video.natives;

import io.deltaframe.api.config.LauncherProperties;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Where a class loader of the bundle unpacks FFmpeg's libraries. A JVM lets only one class loader load a given library
 * file, and an update or a refresh gives the bundle a new class loader while the old may still be there: no two class
 * loaders of a JVM are given the same folder.
 *
 * <p><b>A folder that outlasts the framework</b>, if the framework property {@value LauncherProperties#NATIVES} names
 * one that can be written to. The first class loader of a JVM gets {@code FFMPEG-VERSION/} in it, so that a process of
 * one command whose framework starts with an empty storage does not unpack 60 MB again (about a second). It is shared
 * by any number of processes, of other versions of the bundle too: JavaCPP unpacks under a file lock, takes a file for
 * unpacked only when it has its size and time, and replaces others by deleting them first, which leaves those alone
 * that other processes have loaded. That asks for a framework whose {@code bundle:} URLs say the same time in every
 * process, as Felix's do. Nothing is ever deleted in it.
 *
 * <p><b>The bundle's storage</b> otherwise: {@code natives/VERSION-MODIFIED/N}, with N counting the class loaders that
 * this JVM has seen for that folder: a restarted JVM finds what was unpacked before, a refreshed bundle unpacks again.
 * Folders of other versions are deleted.
 */
final class UnpackFolder {

    private static final String VERSION = "META-INF/maven/org.bytedeco/ffmpeg/pom.properties";

    private UnpackFolder() { }

    /**
     * {@return a folder that exists and is the caller's class loader's alone, as far as this JVM goes}
     *
     * @param bundle this bundle
     * @throws IOException if there is no place to unpack to
     */
    static Path of(Bundle bundle) throws IOException {
        BundleContext context = bundle.getBundleContext();
        File storage = context == null ? null : context.getDataFile("natives");
        if (storage == null) {
            throw new IOException("the framework gives the bundle no storage to unpack them into");
        }
        Optional<Path> lasting = lasting(context.getProperty(LauncherProperties.NATIVES));
        return lasting.isPresent() ? lasting.get() : inStorage(storage.toPath().toAbsolutePath(), bundle);
    }

    private static Optional<Path> lasting(String root) {
        if (root == null || root.isBlank()) {
            return Optional.empty();
        }
        try (InputStream in = UnpackFolder.class.getClassLoader().getResourceAsStream(VERSION)) {
            Properties ffmpeg = new Properties();
            if (in != null) {
                ffmpeg.load(in);
            }
            String version = ffmpeg.getProperty("version");
            if (version == null) {
                return Optional.empty();
            }
            Path folder = Files.createDirectories(Path.of(root.strip()).toAbsolutePath().resolve(version)).toRealPath();
            return Files.isWritable(folder) && claim(folder) ? Optional.of(folder) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();        // the bundle's storage does as well
        }
    }

    private static Path inStorage(Path natives, Bundle bundle) throws IOException {
        Path folder = natives.resolve(bundle.getVersion() + "-" + Long.toHexString(bundle.getLastModified()));
        deleteOthers(folder);
        int loader = 0;
        while (!claim(folder.resolve(Integer.toString(loader)))) {
            loader++;
        }
        return Files.createDirectories(folder.resolve(Integer.toString(loader)));
    }

    /**
     * {@return whether no class loader of this JVM had the folder before, by the system properties, which all of them
     * see}
     */
    private static boolean claim(Path folder) {
        return System.getProperties().putIfAbsent("io.deltaframe.video.natives." + folder, "loaded") == null;
    }

    /** Deletes what older versions unpacked. On Windows files still loaded stay, and go the next time. */
    private static void deleteOthers(Path folder) {
        File[] others = folder.getParent().toFile()
                .listFiles(file -> !file.getName().equals(folder.getFileName().toString()));
        if (others != null) {
            for (File other : others) {
                delete(other);
            }
        }
    }

    private static void delete(File file) {
        File[] children = Files.isSymbolicLink(file.toPath()) ? null : file.listFiles();
        if (children != null) {
            for (File child : children) {
                delete(child);
            }
        }
        file.delete();
    }
}
