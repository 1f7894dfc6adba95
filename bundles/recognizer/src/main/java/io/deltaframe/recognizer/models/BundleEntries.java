package io.deltaframe.recognizer.models;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import org.osgi.framework.Bundle;

/** Reads files inside bundles. */
public final class BundleEntries {

    private BundleEntries() { }

    /**
     * {@return the bytes of an entry}
     *
     * @param bundle that carries it
     * @param path   of the entry
     * @throws IOException if there is none, or it cannot be read
     */
    public static byte[] read(Bundle bundle, String path) throws IOException {
        URL url;
        try {
            url = bundle.getEntry(path);
        } catch (IllegalStateException e) {
            throw new IOException(path + ": expected it in bundle " + bundle + ", found that the bundle was uninstalled", e);
        }
        if (url == null) {
            throw new IOException(path + ": expected it in bundle " + bundle + ", found no such entry");
        }
        try (InputStream in = url.openStream()) {
            return in.readAllBytes();
        } catch (OutOfMemoryError e) {
            throw new IOException(path + " in bundle " + bundle + ": too large to be read into memory", e);
        }
    }
}
