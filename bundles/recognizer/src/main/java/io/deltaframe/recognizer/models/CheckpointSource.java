package io.deltaframe.recognizer.models;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** Where the bytes of a checkpoint are. Immutable; safe for several threads. */
sealed interface CheckpointSource {

    /** {@return name of the file, for messages and as the model's name where nothing else says one} */
    String fileName();

    /**
     * {@return a new channel at position 0, for the caller to close}
     *
     * @throws IOException if the bytes are not there, or not those that were there when the source was made
     */
    SeekableByteChannel open() throws IOException;

    /**
     * A file as it was found: one that was written to since is refused, because nobody has inspected it.
     *
     * @param path     of the file
     * @param size     its bytes
     * @param modified when it was last written to
     */
    record File(Path path, long size, FileTime modified) implements CheckpointSource {

        /**
         * {@return the file as it is now}
         *
         * @param path of the file
         * @throws IOException if there is no such file
         */
        static File of(Path path) throws IOException {
            BasicFileAttributes attributes = attributes(path);
            return new File(path, attributes.size(), attributes.lastModifiedTime());
        }

        private static BasicFileAttributes attributes(Path path) throws IOException {
            BasicFileAttributes attributes;
            try {
                attributes = Files.readAttributes(path, BasicFileAttributes.class);
            } catch (NoSuchFileException e) {
                throw new IOException(path + ": expected a checkpoint file, found no such file", e);
            }
            if (attributes.isDirectory()) {
                throw new IOException(path + ": expected a checkpoint file, found a directory");
            }
            return attributes;
        }

        @Override
        public String fileName() {
            return path.getFileName() == null ? path.toString() : path.getFileName().toString();
        }

        @Override
        public SeekableByteChannel open() throws IOException {
            BasicFileAttributes now = attributes(path);
            if (now.size() != size || !now.lastModifiedTime().equals(modified)) {
                throw new IOException(path + ": expected the file that was inspected (" + size + " bytes of " + modified
                        + "), found another (" + now.size() + " bytes of " + now.lastModifiedTime()
                        + "); update the model's configuration to have it inspected");
            }
            return Files.newByteChannel(path, StandardOpenOption.READ);
        }
    }

    /**
     * An entry of a bundle. It is read whole when opened, so that an update or a refresh of the bundle cannot pull it
     * away from under a reader.
     *
     * @param bundle        that carries it
     * @param path          of the entry
     * @param bundleVersion version of the bundle when this was made
     * @param modified      when the bundle was last installed or updated, in its own milliseconds
     */
    record Entry(Bundle bundle, String path, Version bundleVersion, long modified) implements CheckpointSource {

        /**
         * {@return the entry as it is now}
         *
         * @param bundle that carries it
         * @param path   of the entry
         */
        static Entry of(Bundle bundle, String path) {
            return new Entry(bundle, path, bundle.getVersion(), bundle.getLastModified());
        }

        /**
         * {@return the bytes of an entry}
         *
         * @param bundle that carries it
         * @param path   of the entry
         * @throws IOException if there is none, or it cannot be read
         */
        static byte[] read(Bundle bundle, String path) throws IOException {
            URL url;
            try {
                url = bundle.getEntry(path);
            } catch (IllegalStateException e) {
                throw new IOException(path + ": expected it in bundle " + bundle
                        + ", found that the bundle was uninstalled", e);
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

        @Override
        public String fileName() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        @Override
        public SeekableByteChannel open() throws IOException {
            if (bundle.getLastModified() != modified) {
                throw new IOException(path + ": expected it in " + bundle.getSymbolicName() + " " + bundleVersion
                        + ", found that the bundle was updated or uninstalled");
            }
            return new ByteArrayChannel(read(bundle, path));
        }
    }
}
