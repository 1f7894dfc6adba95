package io.deltaframe.video.natives;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.Bundle;

/**
 * Folders in the bundle's storage, {@code natives/VERSION-MODIFIED/N}: one for each class loader that this JVM has seen
 * for that storage. A restarted JVM finds what was unpacked before; a refreshed bundle unpacks again, and what the
 * class loaders before it unpacked is deleted, so that the disk does not fill. Libraries that are loaded need their
 * files no more: those of a class loader that still works stay in memory, and on the disk, until it is gone. On Windows
 * such files cannot be deleted, and go the next time.
 */
final class StorageFolders {

    private StorageFolders() { }

    /**
     * {@return a folder for the caller's class loader; all others are deleted}
     *
     * @param natives in the storage of the bundle
     * @param bundle  this bundle
     */
    static Path next(Path natives, Bundle bundle) throws IOException {
        Path version = natives.toAbsolutePath()
                .resolve(bundle.getVersion() + "-" + Long.toHexString(bundle.getLastModified()));
        deleteOthers(version);
        Path folder = unused(version);
        Files.createDirectories(folder);
        deleteOthers(folder);
        return folder;
    }

    /** One that a JVM before this one filled, else a new one. */
    private static Path unused(Path version) {
        File[] there = version.toFile().listFiles();
        if (there != null) {
            for (File folder : there) {
                if (claim(folder.toPath())) {
                    return folder.toPath();
                }
            }
        }
        int loader = 0;
        while (!claim(version.resolve(Integer.toString(loader)))) {
            loader++;
        }
        return version.resolve(Integer.toString(loader));
    }

    /**
     * {@return whether no class loader of this JVM had the folder before, by the system properties, which all of them
     * see}
     */
    static boolean claim(Path folder) {
        return System.getProperties().putIfAbsent("io.deltaframe.video.natives." + folder, "loaded") == null;
    }

    /** Takes a claim back: nothing was loaded from the folder, so that the caller may try it again. */
    static void giveBack(Path folder) {
        System.getProperties().remove("io.deltaframe.video.natives." + folder);
    }

    private static void deleteOthers(Path folder) {
        File[] others = folder.getParent().toFile()
                .listFiles(file -> !file.getName().equals(folder.getFileName().toString()));
        if (others != null) {
            for (File other : others) {
                delete(other);
            }
        }
    }

    static void delete(File file) {
        File[] children = Files.isSymbolicLink(file.toPath()) ? null : file.listFiles();
        if (children != null) {
            for (File child : children) {
                delete(child);
            }
        }
        file.delete();
    }
}
