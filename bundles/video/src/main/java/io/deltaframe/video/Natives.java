package io.deltaframe.video;

import io.deltaframe.api.video.VideoException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * Loads FFmpeg's libraries, once in the life of this class, that is once for every class loader the framework makes for the bundle.
 *
 * <p><b>Where they are unpacked.</b> A JVM lets only one class loader load a given library file, and an update or a refresh gives the
 * bundle a new class loader while the old may still be there. So each class loader has a folder of its own in the bundle's
 * storage, {@code natives/VERSION-MODIFIED/N}, with N counting the class loaders that this JVM has seen for that folder: a restarted
 * JVM finds what was unpacked before, a refreshed bundle unpacks again. Folders of other versions are deleted.
 *
 * <p><b>Settings.</b> JavaCPP reads its settings from system properties, which the host may have set for a JavaCPP of its own. They
 * are ours only while the JavaCPP classes of this bundle start, and are put back after: the host's are neither obeyed (its
 * cache folder would bring libraries of two versions together) nor lost. Outside a framework the host's cache folder is used.
 *
 * <p><b>Log.</b> FFmpeg is told to be silent, and no callback is set: a callback cannot tell which video a message belongs to, and
 * would outlive the bundle in libraries that another class loader shares. What went wrong is learned from return codes and
 * from the flags of packets and frames.
 *
 * <p>Safe for several threads.
 */
final class Natives {

    private static String failure;
    private static boolean loaded;
    private static long loadNanos;

    private Natives() { }

    /**
     * Loads the libraries unless they are loaded. Unpacking takes about a second on first use, loading a tenth of it.
     *
     * @throws VideoException if they cannot be loaded on this machine; asking again gives the same answer
     */
    static synchronized void load() throws VideoException {
        if (loaded) {
            return;
        }
        if (failure == null) {
            long start = System.nanoTime();
            try {
                startJavaCpp();
                // In the order of dependency, so that each finds the ones before it; libswresample is linked by libavcodec.
                Loader.load(avutil.class);
                Loader.load(swresample.class);
                Loader.load(avcodec.class);
                Loader.load(avformat.class);
                Loader.load(swscale.class);
                avutil.av_log_set_level(avutil.AV_LOG_QUIET);
                avformat.avformat_network_init();
                loadNanos = System.nanoTime() - start;
                loaded = true;
                return;
            } catch (IOException | LinkageError | RuntimeException e) {
                failure = "FFmpeg's libraries cannot be loaded on " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                        + ": " + rootMessage(e);
                throw new VideoException(failure, e);
            }
        }
        throw new VideoException(failure);
    }

    /** {@return what is loaded and how long that took, for the log} */
    static synchronized String description() {
        return "FFmpeg " + avutil.av_version_info().getString() + " (" + avutil.avutil_license().getString() + ") loaded in "
                + loadNanos / 1_000_000 + " ms";
    }

    private static void startJavaCpp() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("org.bytedeco.javacpp.noPointerGC", "true");       // its thread would keep the class loader after an update
        settings.put("org.bytedeco.javacpp.pathsFirst", "false");       // never another FFmpeg that happens to be installed
        Bundle bundle = FrameworkUtil.getBundle(Natives.class);
        if (bundle != null) {
            settings.put("org.bytedeco.javacpp.cachedir", cacheFolder(bundle).toString());
            // Links (libavutil.so for libavutil.so.60) serve compilers only, and Felix cannot delete a storage with broken ones.
            settings.put("org.bytedeco.javacpp.canCreateSymbolicLink", "false");
        }
        Map<String, String> before = new LinkedHashMap<>();
        synchronized (System.getProperties()) {
            try {
                settings.forEach((key, value) -> before.put(key, System.setProperty(key, value)));
                Loader.getCacheDir();           // reads the folder and keeps it
                Pointer.maxBytes();             // initialises Pointer, which reads the rest
            } finally {
                before.forEach((key, value) -> {
                    if (value == null) {
                        System.clearProperty(key);
                    } else {
                        System.setProperty(key, value);
                    }
                });
            }
        }
    }

    private static Path cacheFolder(Bundle bundle) throws IOException {
        BundleContext context = bundle.getBundleContext();
        File storage = context == null ? null : context.getDataFile("natives");
        if (storage == null) {
            throw new IOException("the framework gives the bundle no storage to unpack them into");
        }
        Path folder = storage.toPath().toAbsolutePath().resolve(bundle.getVersion() + "-" + Long.toHexString(bundle.getLastModified()));
        deleteOthers(folder);
        int loader = 0;
        while (System.getProperties().putIfAbsent("io.deltaframe.video.natives." + folder + "." + loader, "loaded") != null) {
            loader++;
        }
        return Files.createDirectories(folder.resolve(Integer.toString(loader)));
    }

    /** Deletes what older versions unpacked. On Windows files still loaded stay, and go the next time. */
    private static void deleteOthers(Path folder) {
        File[] others = folder.getParent().toFile().listFiles(file -> !file.getName().equals(folder.getFileName().toString()));
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

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
