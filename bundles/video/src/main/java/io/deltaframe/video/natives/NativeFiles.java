package io.deltaframe.video.natives;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.osgi.framework.Bundle;

/**
 * The libraries that the bundle holds for this machine, and how they get into a folder: where JavaCPP would put them
 * and with the times it gives them, so that it takes them for its own and unpacks nothing. We do so ourselves because
 * it gives no reason when a folder turns out to be full or not to be for programs, and could not be given another one.
 */
final class NativeFiles {

    private static final String UNFINISHED = ".part";

    private final String platform;
    private final List<Entry> entries;

    private record Entry(URL url, String name, long size, long time) { }

    private NativeFiles(String platform, List<Entry> entries) {
        this.platform = platform;
        this.entries = entries;
    }

    /**
     * {@return the libraries in a bundle}
     *
     * @param platform as JavaCPP calls it, such as {@code linux-x86_64}
     * @throws IOException if the bundle has none for this platform; the message names those it has some for
     */
    static NativeFiles of(Bundle bundle, String platform) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<String> others = new ArrayList<>();
        Enumeration<URL> found = bundle.findEntries("org/bytedeco", "*", true);
        while (found != null && found.hasMoreElements()) {
            String path = found.nextElement().getPath();
            String[] steps = path.split("/");
            String folder = steps.length < 2 ? "" : steps[steps.length - 2];
            if (path.endsWith("/") || path.endsWith(".class") || !folder.contains("-")) {
                continue;
            }
            if (folder.equals(platform)) {
                // As JavaCPP finds it, through the class loader
                URL url = NativeFiles.class.getResource(path.startsWith("/") ? path : "/" + path);
                if (url != null) {
                    URLConnection connection = url.openConnection();
                    entries.add(new Entry(url, steps[steps.length - 1], connection.getContentLengthLong(),
                            connection.getLastModified()));
                }
            } else if (!others.contains(folder)) {
                others.add(folder);
            }
        }
        if (entries.isEmpty()) {
            throw new IOException("this build of the bundle has none for " + platform + ", only for "
                    + (others.isEmpty() ? "no platform" : String.join(", ", others)));
        }
        return new NativeFiles(platform, entries);
    }

    /** {@return the room they take, in bytes} */
    long size() {
        return entries.stream().mapToLong(Entry::size).sum();
    }

    /**
     * Unpacks what is not there. Any number of processes may do so at once: a file appears whole, or not at all, and
     * takes the place of one that others have loaded without harm to them.
     *
     * @param folder JavaCPP's cache folder, which exists
     * @throws IOException if there is no room, or nothing may be written or run there; what was written is deleted
     */
    void putInto(Path folder) throws IOException {
        Path place = folder.resolve(platform);
        if (!areIn(place)) {
            Files.createDirectories(place);
            try (FileChannel lock = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE)) {
                try {
                    lock.lock();
                } catch (IOException e) {
                    // Some network file systems have no locks. Then two that start at once may both do the work.
                }
                deleteUnfinished(place);
                unpack(place);
            }
        }
        for (Entry entry : entries) {
            Path file = place.resolve(entry.name());
            // What an older version unpacked may lack the permission, which no loader asks for.
            if (!Files.isExecutable(file) && !(file.toFile().setExecutable(true) && Files.isExecutable(file))) {
                throw new IOException("mounted with noexec");
            }
        }
    }

    private boolean areIn(Path place) throws IOException {
        for (Entry entry : entries) {
            if (!isThere(place.resolve(entry.name()), entry)) {
                return false;
            }
        }
        return true;
    }

    /** As JavaCPP looks at it. */
    private static boolean isThere(Path path, Entry entry) throws IOException {
        return Files.isRegularFile(path) && Files.size(path) == entry.size()
                && Files.getLastModifiedTime(path).toMillis() == entry.time();
    }

    private void unpack(Path place) throws IOException {
        List<Path> written = new ArrayList<>();
        try {
            for (Entry entry : entries) {
                Path file = place.resolve(entry.name());
                if (!isThere(file, entry)) {
                    Path part = Files.createTempFile(place, entry.name(), UNFINISHED);
                    written.add(part);
                    try (InputStream in = entry.url().openStream()) {
                        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                    }
                    Files.setLastModifiedTime(part, FileTime.fromMillis(entry.time()));
                    // For everybody, as the folder allows: temporary files are for their owner alone.
                    part.toFile().setReadable(true, false);
                    part.toFile().setExecutable(true, false);
                    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                    written.add(file);
                }
            }
        } catch (IOException e) {
            for (Path file : written) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
    }

    /** What processes left that were killed while they unpacked. */
    private static void deleteUnfinished(Path place) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(place, "*" + UNFINISHED)) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }
}
