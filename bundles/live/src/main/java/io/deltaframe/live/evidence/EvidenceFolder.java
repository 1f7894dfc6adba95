package io.deltaframe.live.evidence;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of evidence with its limits. An event is a stem, {@code CAMERA/TIME-LABEL-HASH}, and some files that begin
 * with it. Files of other names are not counted, and not touched. For one thread at a time.
 */
final class EvidenceFolder {

    /** What the name of a file ends with while it is being written. */
    static final String PART = ".part";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern OURS =
            Pattern.compile("(\\d{8}T\\d{6}\\.\\d{3}Z-.+-[0-9a-f]{8})\\.(json|start\\.jpg|peak\\.jpg|mp4)(\\.part)?");

    private final Path folder;
    private final Disk disk;
    /** Sizes of files by event; events in order of time. */
    private final TreeMap<String, Map<Path, Long>> events = new TreeMap<>();
    private boolean read;
    private long bytes;

    EvidenceFolder(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /** {@return the stem of an event's files} */
    static String stem(String camera, Instant start, String label, String id) {
        return SafeName.of(camera) + "/" + TIME.format(start) + "-" + SafeName.of(label) + "-" + SafeName.hash(id);
    }

    /**
     * Writes a file of an event, and deletes the oldest events for it.
     *
     * @param stem    of the event
     * @param suffix  of the file
     * @param most    bytes of all files
     * @param content of the file
     * @throws IOException if it cannot be written
     */
    void write(String stem, String suffix, long most, Disk.Content content) throws IOException {
        read();
        Path file = folder.resolve(stem + suffix);
        long size = disk.write(file, content);
        String key = key(file);
        Map<Path, Long> files = events.computeIfAbsent(key, absent -> new HashMap<>());
        Long before = files.put(file, size);
        bytes += size - (before == null ? 0 : before);
        boolean own = false;
        while (bytes > most && !own) {
            String oldest = events.firstKey();
            own = oldest.equals(key);
            delete(oldest);
        }
        if (own && events.isEmpty()) {
            throw new IOException("an event takes more than " + most + " bytes, which is all that the folder may take");
        }
    }

    /** Deletes events that began before a time. */
    void deleteBefore(Instant time) throws IOException {
        read();
        String end = TIME.format(time);
        while (!events.isEmpty() && events.firstKey().compareTo(end) < 0) {
            delete(events.firstKey());
        }
    }

    private void delete(String key) throws IOException {
        for (Map.Entry<Path, Long> file : events.get(key).entrySet()) {
            Files.deleteIfExists(file.getKey());
            bytes -= file.getValue();
        }
        Path camera = events.remove(key).keySet().iterator().next().getParent();
        try {
            Files.deleteIfExists(camera);
        } catch (DirectoryNotEmptyException e) {
            // Other events, or files of others
        }
    }

    /** Names begin with the time, so that events of all cameras are in order of it. */
    private static String key(Path file) {
        Matcher name = OURS.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException(file + " is not a name of evidence");
        }
        return name.group(1) + "/" + file.getParent().getFileName();
    }

    /** Finds what an earlier run has left. */
    private void read() throws IOException {
        if (read) {
            return;
        }
        Files.createDirectories(folder);
        List<Path> found;
        try (Stream<Path> files = Files.find(folder, 2, (path, about) -> about.isRegularFile()
                && !path.getParent().equals(folder) && OURS.matcher(path.getFileName().toString()).matches())) {
            found = files.toList();
        }
        for (Path file : found) {
            if (file.toString().endsWith(PART)) {
                Files.deleteIfExists(file);
            } else {
                long size = Files.size(file);
                events.computeIfAbsent(key(file), absent -> new HashMap<>()).put(file, size);
                bytes += size;
            }
        }
        read = true;
    }

    /** {@return bytes of all files of events} */
    long bytes() {
        return bytes;
    }

    /** {@return the folder, for messages} */
    @Override
    public String toString() {
        return folder.toString();
    }

    /** {@return when the oldest evidence may have begun} */
    static Instant oldest(Instant now, Duration age) {
        try {
            return now.minus(age);
        } catch (DateTimeException | ArithmeticException e) {
            return Instant.EPOCH;
        }
    }
}
