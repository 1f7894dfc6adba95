package io.deltaframe.video.demux;

import io.deltaframe.api.video.VideoException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that only names others: an HLS playlist ({@code .m3u8}) or a list of FFmpeg's concat demuxer. FFmpeg opens
 * whatever is named, and waits for ever where that is a pipe nobody writes into, or where a playlist says that more
 * will come. So what a list names is looked at before FFmpeg sees it.
 */
final class Playlist {

    private static final String HLS = "#EXTM3U";
    private static final String CONCAT = "ffconcat version";
    private static final Pattern HLS_URI = Pattern.compile("#EXT-X-(?:MAP|KEY|MEDIA|I-FRAME-STREAM-INF):"
            + ".*?URI=\"([^\"]*)\".*");
    private static final Pattern REMOTE = Pattern.compile("(?i)[a-z][a-z0-9+.-]+://.*");
    private static final Pattern CONCAT_FILE = Pattern.compile("file\\s+(.*)");
    /** A list of lists of lists is deep enough. */
    private static final int MAX_DEPTH = 4;
    private static final long MAX_BYTES = 16 << 20;

    private Playlist() { }

    /**
     * Looks at a file before it is opened.
     *
     * @throws VideoException if it is a list that does not end, or names something that is no file
     */
    static void check(Location location) throws VideoException {
        try {
            String wrong = wrong(location.path(), 0);
            if (wrong != null) {
                throw location.failure(wrong);
            }
        } catch (VideoException e) {
            throw e;
        } catch (IOException e) {
            throw location.failure("reading failed: " + e.getMessage(), e);
        }
    }

    /** {@return why a file cannot be opened, where it is a list; else null} */
    private static String wrong(Path file, int depth) throws IOException {
        String start = start(file);
        boolean hls = start.startsWith(HLS);
        if (!hls && !start.startsWith(CONCAT) || Files.size(file) > MAX_BYTES) {
            return null;
        }
        if (depth == MAX_DEPTH) {
            return "playlists name each other, more than " + MAX_DEPTH + " deep";
        }
        List<String> lines = lines(file);
        if (hls && lines.stream().noneMatch(line -> line.startsWith("#EXT-X-"))) {
            return null;        // a list of songs: FFmpeg does not take it
        }
        List<String> named = named(lines, hls);
        boolean ofPlaylists = lines.stream().anyMatch(line -> line.startsWith("#EXT-X-STREAM-INF"));
        if (hls && !ofPlaylists && lines.stream().noneMatch(line -> line.startsWith("#EXT-X-ENDLIST"))) {
            return depth == 0 ? Location.LIVE_PLAYLIST
                    : "its playlist " + file.getFileName() + " is that of a live stream (it has no #EXT-X-ENDLIST):"
                            + " only recordings can be opened as a video";
        }
        if (named.isEmpty()) {
            return "the playlist names no file";
        }
        for (String name : named) {
            String wrong = wrong(file, name, depth);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    /** Looks at one thing that a list names. */
    private static String wrong(Path list, String name, int depth) throws IOException {
        Path path = resolve(list, name);
        if (path == null) {
            // FFmpeg leaves these out without a word
            return REMOTE.matcher(name).matches() ? "the playlist names " + name + ", which is not on this machine: a"
                    + " playlist in a file can name files only; open the playlist where it came from" : null;
        }
        if (!Files.exists(path)) {
            return "the playlist names " + name + ", which does not exist";
        }
        if (Files.isDirectory(path)) {
            return "the playlist names " + name + ", which is a folder";
        }
        if (!Files.isRegularFile(path)) {
            return "the playlist names " + name + ", which is not a file but a pipe, a socket or a device";
        }
        if (Files.size(path) == 0) {
            return "the playlist names " + name + ", which is empty (0 bytes)";
        }
        return wrong(path, depth + 1);
    }

    private static Path resolve(Path list, String name) {
        try {
            if (name.regionMatches(true, 0, "file:", 0, 5)) {
                return Path.of(name.replaceFirst("(?i)^file:(//(?=/))?", ""));
            }
            return name.matches("(?i)[a-z][a-z0-9+.-]*:.*") ? null
                    : list.toAbsolutePath().resolveSibling(name.replaceFirst("[?#].*$", ""));
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static List<String> named(List<String> lines, boolean hls) {
        List<String> named = new ArrayList<>();
        for (String line : lines) {
            if (hls && !line.startsWith("#")) {
                named.add(line.strip());
            } else {
                Matcher attribute = (hls ? HLS_URI : CONCAT_FILE).matcher(line.strip());
                if (attribute.matches()) {
                    named.add(hls ? attribute.group(1) : unquoted(attribute.group(1)));
                }
            }
        }
        named.removeIf(String::isBlank);
        return named;
    }

    /** Concat lists quote as shells do: single quotes, and a backslash before one character. */
    private static String unquoted(String word) {
        StringBuilder plain = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (c == '\\' && !quoted && i + 1 < word.length()) {
                plain.append(word.charAt(++i));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static String start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(32);
            String text = new String(start, StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        }
    }

    /** Bytes that are no UTF-8 do not stop it: names with such are compared by nobody. */
    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            return reader.lines().map(line -> line.startsWith("\uFEFF") ? line.substring(1) : line).toList();
        }
    }
}
