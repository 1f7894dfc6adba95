package io.deltaframe.recognizer.models;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    /** {@return bytes of zeros at the end} */
    long zerosAtEnd();

    /** {@return SHA-256 of the bytes, in lower-case hexadecimal digits} */
    String sha256();

    /**
     * A file with the content it had when it was hashed: other content is refused, whatever size and times it has.
     *
     * @param path    of the file
     * @param digests of its content
     */
    record File(Path path, BlockDigests digests) implements CheckpointSource {

        /**
         * {@return the file as it is now; it is read whole}
         *
         * @param path of the file
         * @throws IOException if there is no such file, or it cannot be read
         */
        static File of(Path path) throws IOException {
            try (SeekableByteChannel channel = channel(path)) {
                return new File(path, BlockDigests.of(channel));
            } catch (IOException e) {
                String message = String.valueOf(e.getMessage());
                throw message.contains(path.toString()) ? e : new IOException(path + ": " + message, e);
            }
        }

        private static SeekableByteChannel channel(Path path) throws IOException {
            if (Files.isDirectory(path)) {
                throw new IOException(path + ": expected a checkpoint file, found a directory");
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                // Opening a pipe would wait for somebody who writes to it
                throw new IOException(path + ": expected a checkpoint file, found a pipe, a socket or a device");
            }
            try {
                return Files.newByteChannel(path, StandardOpenOption.READ);
            } catch (NoSuchFileException e) {
                throw new IOException(path + ": expected a checkpoint file, found no such file", e);
            } catch (AccessDeniedException e) {
                throw new IOException(path + ": expected a file that may be read, found that its rights forbid it", e);
            }
        }

        @Override
        public String fileName() {
            return path.getFileName() == null ? path.toString() : path.getFileName().toString();
        }

        @Override
        public String sha256() {
            return digests.sha256();
        }

        @Override
        public long zerosAtEnd() {
            return digests.zerosAtEnd();
        }

        @Override
        public SeekableByteChannel open() throws IOException {
            SeekableByteChannel channel = channel(path);
            if (channel.size() != digests.size()) {
                channel.close();
                throw VerifiedChannel.changed(path.toString(), digests);
            }
            return new VerifiedChannel(channel, digests, path.toString());
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
     * @param sha256        SHA-256 of the entry, in lower-case hexadecimal digits
     */
    record Entry(Bundle bundle, String path, Version bundleVersion, long modified, String sha256)
            implements CheckpointSource {

        /**
         * {@return the entry as it is now}
         *
         * @param bundle that carries it
         * @param path   of the entry
         * @throws IOException if there is none, or it cannot be read
         */
        static Entry of(Bundle bundle, String path) throws IOException {
            long modified = bundle.getLastModified();
            return new Entry(bundle, path, bundle.getVersion(), modified, Sha256.of(read(bundle, path)));
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

        /** {@return 0: what is in a jar has a checksum} */
        @Override
        public long zerosAtEnd() {
            return 0;
        }

        @Override
        public SeekableByteChannel open() throws IOException {
            if (bundle.getLastModified() != modified) {
                throw new IOException(path + ": expected it in " + bundle.getSymbolicName() + " " + bundleVersion
                        + ", found that the bundle was updated or uninstalled");
            }
            byte[] bytes = read(bundle, path);
            if (!Sha256.of(bytes).equals(sha256)) {
                throw new IOException(path + ": expected the content that was inspected in " + bundle.getSymbolicName()
                        + " " + bundleVersion + ", found other content");
            }
            return new ByteArrayChannel(bytes);
        }
    }
}
