package io.deltaframe.video.natives;

import io.deltaframe.api.config.LauncherProperties;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Where a class loader of the bundle unpacks FFmpeg's libraries. A JVM lets only one class loader load a given library
 * file, and an update or a refresh gives the bundle a new class loader while the old may still be there: no two class
 * loaders of a JVM are given the same folder. The first of these places is taken in which the libraries have room and
 * may be loaded, which is seen by unpacking them:
 *
 * <ol>
 * <li><b>A folder that outlasts the framework</b>, if the framework property {@value LauncherProperties#NATIVES} names
 * one. The first class loader of a JVM gets {@code FFMPEG-VERSION/} in it, so that a process of one command whose
 * framework starts with an empty storage does not unpack 60 MB again (about a second). It is shared by any number of
 * processes, of other versions of the bundle too. That asks for a framework whose {@code bundle:} URLs say the same
 * time in every process, as Felix's do. Nothing but what a killed process left unfinished is ever deleted in it; it may
 * be read-only once it is filled.
 * <li><b>The bundle's storage</b>, see {@link StorageFolders}.
 * <li><b>The user's cache</b>: {@code XDG_CACHE_HOME} or {@code .cache} of the home folder, if that is there.
 * <li><b>A folder for temporary files</b>: where the JVM has them, {@code TMPDIR}, {@code /tmp}, {@code /var/tmp}. What
 * is unpacked there is deleted as soon as it is loaded.
 * </ol>
 */
final class UnpackFolder {

    private static final String VERSION = "META-INF/maven/org.bytedeco/ffmpeg/pom.properties";

    private final Path path;
    private final boolean temporary;

    private UnpackFolder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /** {@return the folder} */
    Path path() {
        return path;
    }

    /** To be called when the libraries are loaded: what no later process would look for is deleted. */
    void loaded() {
        if (temporary) {
            StorageFolders.delete(path.toFile());
        }
    }

    /**
     * {@return a folder with the libraries that is the caller's class loader's alone, as far as this JVM goes}
     *
     * @param bundle this bundle
     * @param files  what to unpack
     * @throws IOException if there is no place to unpack to; the message says of each place why not, and what to do
     */
    static UnpackFolder of(Bundle bundle, NativeFiles files) throws IOException {
        BundleContext context = bundle.getBundleContext();
        if (context == null) {
            throw new IOException("the bundle was stopped meanwhile");
        }
        List<String> faults = new ArrayList<>();
        for (Place place : places(context, bundle)) {
            Path folder = null;
            try {
                folder = place.make();
                if (folder != null) {
                    files.putInto(folder);
                    return new UnpackFolder(folder, place.temporary());
                }
            } catch (IOException | InvalidPathException e) {
                faults.add(place.name() + ": " + reason(e));
                if (folder != null && place.temporary()) {
                    StorageFolders.delete(folder.toFile());
                } else if (folder != null) {
                    StorageFolders.giveBack(folder);
                }
            }
        }
        throw new IOException("there is no place to unpack them to (" + String.join("; ", faults) + "): set TMPDIR, or"
                + " the framework property " + LauncherProperties.NATIVES + ", to a folder with "
                + ((files.size() >> 20) + 1) + " MB of room that is not mounted with noexec");
    }

    /** A folder that may do: made when its turn comes, or null if it is not for this class loader. */
    private record Place(String name, boolean temporary, Maker maker) {

        Path make() throws IOException {
            return maker.make();
        }
    }

    @FunctionalInterface
    private interface Maker {

        Path make() throws IOException;
    }

    private static List<Place> places(BundleContext context, Bundle bundle) {
        List<Place> places = new ArrayList<>();
        String version = version();
        String lasting = context.getProperty(LauncherProperties.NATIVES);
        if (lasting != null && !lasting.isBlank() && version != null) {
            places.add(new Place(lasting.strip(), false, () -> shared(Path.of(lasting.strip()), version)));
        }
        File storage = context.getDataFile("natives");
        if (storage != null) {
            places.add(new Place(storage.toString(), false, () -> StorageFolders.next(storage.toPath(), bundle)));
        }
        String cache = cache();
        if (cache != null && version != null) {
            places.add(new Place(cache, false, () -> shared(Path.of(cache, "deltaframe", "natives"), version)));
        }
        for (String temporary : temporary()) {
            places.add(new Place(temporary, true,
                    () -> Files.createTempDirectory(Path.of(temporary), "deltaframe-natives-").toRealPath()));
        }
        return places;
    }

    private static Path shared(Path root, String version) throws IOException {
        Path folder = Files.createDirectories(root.toAbsolutePath().resolve(version)).toRealPath();
        return StorageFolders.claim(folder) ? folder : null;
    }

    private static String version() {
        try (InputStream in = UnpackFolder.class.getClassLoader().getResourceAsStream(VERSION)) {
            Properties ffmpeg = new Properties();
            if (in != null) {
                ffmpeg.load(in);
            }
            return ffmpeg.getProperty("version");
        } catch (IOException e) {
            return null;
        }
    }

    /** {@return the folder in which programs of the user keep what can be made again, or null if there is none} */
    private static String cache() {
        String given = System.getenv("XDG_CACHE_HOME");
        if (given != null && !given.isBlank()) {
            return given;
        }
        // The JVM writes ? for a home folder that it does not know.
        File home = new File(System.getProperty("user.home", "?"));
        return home.isAbsolute() && home.isDirectory() ? new File(home, ".cache").toString() : null;
    }

    private static List<String> temporary() {
        List<String> folders = new ArrayList<>();
        for (String folder : new String[] {System.getProperty("java.io.tmpdir"), System.getenv("TMPDIR"), "/tmp",
                "/var/tmp"}) {
            if (folder != null && !folder.isBlank() && !folders.contains(folder) && new File(folder).isDirectory()) {
                folders.add(folder);
            }
        }
        return folders;
    }

    /** {@return why a folder does not do, in words} */
    private static String reason(Exception e) {
        if (e instanceof AccessDeniedException) {
            return "may not be written to";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "no folder";
        }
        String reason = e instanceof FileSystemException fault && fault.getReason() != null
                ? fault.getReason() : e.getMessage();
        return switch (reason) {
            case "No space left on device" -> "no space left";
            case "Read-only file system" -> "read-only";
            case null -> "cannot be written to";
            default -> reason;
        };
    }
}
