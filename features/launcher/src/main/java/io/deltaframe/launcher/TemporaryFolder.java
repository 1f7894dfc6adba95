package io.deltaframe.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A new folder for this process's temporary files, in the first place where files can be written; deleted at the end.
 * What processes left behind that were killed is deleted by the next one: a process holds a lock on a file in its
 * folder for as long as it lives.
 */
final class TemporaryFolder implements AutoCloseable {

    private static final String PREFIX = "deltaframe-";
    private static final String LOCK = "in-use";
    /** More than the framework writes to its storage; what is larger, FFmpeg's libraries, has places of its own. */
    private static final int NEEDED_BYTES = 1 << 20;

    private final Path path;
    private final FileChannel lock;

    private TemporaryFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * {@return a new folder in the first of the places where one can be written to}
     *
     * @param places folders, which may not exist or be full
     * @throws LaunchException if there is none; the message says why not, place by place
     */
    static TemporaryFolder in(List<Path> places) throws LaunchException {
        List<String> faults = new ArrayList<>();
        for (Path place : places) {
            try {
                TemporaryFolder made = makeIn(place);
                deleteLeftOvers(place, made.path);
                return made;
            } catch (IOException e) {
                faults.add(place + ": " + reason(e));
            }
        }
        throw new LaunchException("there is no place for temporary files (" + String.join("; ", faults)
                + "): set TMPDIR to a folder with 64 MB of room");
    }

    /**
     * {@return the places to try: what the JVM was told, or TMPDIR, which JVMs on Linux do not look at; then where
     * temporary files usually go}
     *
     * @param told what the JVM takes for the folder of temporary files, the property {@code java.io.tmpdir}
     * @param wish the environment variable TMPDIR, or null
     * @param home the user's home folder, or null
     */
    static List<Path> places(String told, String wish, Path home) {
        boolean usual = "/tmp".equals(told) || "/var/tmp".equals(told);
        Set<Path> places = new LinkedHashSet<>();
        if (usual && wish != null && !wish.isBlank()) {
            places.add(path(wish));
        }
        places.add(path(told));
        if (told.startsWith("/")) {
            places.add(path("/tmp"));
            places.add(path("/var/tmp"));
        }
        if (home != null) {
            places.add(home.resolve(".cache"));
        }
        if (told.startsWith("/")) {
            places.add(path("/dev/shm"));
        }
        places.removeIf(Objects::isNull);
        return List.copyOf(places);
    }

    private static Path path(String name) {
        try {
            return Path.of(name).toAbsolutePath();
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static TemporaryFolder makeIn(Path place) throws IOException {
        Path folder = Files.createTempDirectory(place, PREFIX);
        try {
            // Locked before it has its name, so that nobody finds it without an owner.
            Path unnamed = folder.resolve("in-use.new");
            FileChannel channel = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try {
                channel.tryLock();
            } catch (IOException e) {
                // A file system without locks: nobody else will get one either, and leaves the folder alone.
            }
            Files.move(unnamed, folder.resolve(LOCK));
            Path probe = folder.resolve("room");
            Files.write(probe, new byte[NEEDED_BYTES]);
            Files.delete(probe);
            return new TemporaryFolder(folder, channel);
        } catch (IOException e) {
            delete(folder);
            throw e;
        }
    }

    private static void deleteLeftOvers(Path place, Path ours) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(place, PREFIX + "*")) {
            for (Path folder : folders) {
                if (!folder.equals(ours) && isAbandoned(folder)) {
                    delete(folder);
                }
            }
        } catch (IOException e) {
            // They do no harm but take room.
        }
    }

    private static boolean isAbandoned(Path folder) {
        Path file = folder.resolve(LOCK);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    /** {@return why nothing can be written, in words} */
    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such folder";
        }
        if (e instanceof AccessDeniedException) {
            return "may not be written to";
        }
        String reason = e instanceof FileSystemException fault && fault.getReason() != null
                ? fault.getReason() : e.getMessage();
        return switch (reason) {
            case "No space left on device" -> "no space left";
            case "Read-only file system" -> "read-only";
            case "Not a directory" -> "no folder";
            case null -> "cannot be written to";
            default -> reason;
        };
    }

    Path path() {
        return path;
    }

    /** Deletes the folder with all that is in it. What is still in use stays, until the next process comes by. */
    @Override
    public void close() {
        delete(path);
        try {
            lock.close();
        } catch (IOException e) {
            // The process ends.
        }
    }

    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path left, IOException e) throws IOException {
                    Files.deleteIfExists(left);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // A file still in use: the folder for temporary files is where it may stay.
        }
    }
}
