package io.deltaframe.video.natives;

import io.deltaframe.api.video.VideoException;
import java.io.IOException;
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
import org.osgi.framework.FrameworkUtil;

/**
 * Loads FFmpeg's libraries, once in the life of this class, that is once for every class loader the framework makes for
 * the bundle.
 *
 * <p><b>Where they are unpacked</b> is the business of {@link UnpackFolder}.
 *
 * <p><b>Settings.</b> JavaCPP reads its settings from system properties, which the host may have set for a JavaCPP of
 * its own. They are ours only while the JavaCPP classes of this bundle start, and are put back after: the host's are
 * neither obeyed (its cache folder would bring libraries of two versions together) nor lost. Outside a framework the
 * host's cache folder is used.
 *
 * <p><b>Log.</b> FFmpeg is told to be silent, and no callback is set: a callback cannot tell which video a message
 * belongs to, and would outlive the bundle in libraries that another class loader shares. What went wrong is learned
 * from return codes and from the flags of packets and frames.
 *
 * <p>Safe for several threads.
 */
public final class Natives {

    private static String failure;
    private static boolean loaded;
    private static long loadNanos;

    private Natives() { }

    /**
     * Loads the libraries unless they are loaded. Unpacking takes about a second where it was not done before, loading
     * a tenth of it.
     *
     * @throws VideoException if they cannot be loaded on this machine; asking again helps only where there was no room
     *                        to unpack them
     */
    public static synchronized void load() throws VideoException {
        if (loaded) {
            return;
        }
        if (failure == null) {
            long start = System.nanoTime();
            try {
                UnpackFolder folder = startJavaCpp();
                // In the order of dependency, so that each finds the ones before it; libswresample is linked by
                // libavcodec.
                Loader.load(avutil.class);
                Loader.load(swresample.class);
                Loader.load(avcodec.class);
                Loader.load(avformat.class);
                Loader.load(swscale.class);
                avutil.av_log_set_level(avutil.AV_LOG_QUIET);
                avformat.avformat_network_init();
                loadNanos = System.nanoTime() - start;
                loaded = true;
                if (folder != null) {
                    folder.loaded();
                }
                return;
            } catch (IOException e) {
                // Nothing is loaded yet, and there may be room the next time.
                throw new VideoException(message(e), e);
            } catch (LinkageError | RuntimeException e) {
                failure = message(e);
                throw new VideoException(failure, e);
            }
        }
        throw new VideoException(failure);
    }

    /** {@return what is loaded and how long that took, for the log} */
    public static synchronized String description() {
        return "FFmpeg " + avutil.av_version_info().getString() + " (" + avutil.avutil_license().getString()
                + ") loaded in " + loadNanos / 1_000_000 + " ms";
    }

    /** {@return where the libraries are unpacked; null outside a framework, where it is JavaCPP's business} */
    private static UnpackFolder startJavaCpp() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        // its thread would keep the class loader after an update
        settings.put("org.bytedeco.javacpp.noPointerGC", "true");
        // never another FFmpeg that happens to be installed
        settings.put("org.bytedeco.javacpp.pathsFirst", "false");
        Bundle bundle = FrameworkUtil.getBundle(Natives.class);
        UnpackFolder folder = null;
        if (bundle != null) {
            // Not Loader's own method: Loader reads the folder as soon as it is initialised.
            folder = UnpackFolder.of(bundle, NativeFiles.of(bundle, Loader.Detector.getPlatform()));
            settings.put("org.bytedeco.javacpp.cachedir", folder.path().toString());
            // Links (libavutil.so for libavutil.so.60) serve compilers only, and Felix cannot delete a storage with
            // broken ones.
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
        return folder;
    }

    private static String message(Throwable e) {
        return "FFmpeg's libraries cannot be loaded on " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ": " + rootMessage(e);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
