package io.deltaframe.video.demux;

import io.deltaframe.api.video.Credentials;
import io.deltaframe.api.video.Redaction;
import io.deltaframe.api.video.UnauthorizedException;
import io.deltaframe.api.video.VideoException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a video is: what was asked for, and what that turned out to be.
 *
 * <p>What exists as a file or folder is one, whatever its name looks like ({@code 50%d.mp4}, {@code a:b.mkv});
 * {@code file:} URIs are taken apart; what starts with a scheme and two slashes is a URL; anything else is the path of
 * a file that is missing.
 *
 * @param given     as the caller wrote it, for messages; without what is secret in it
 * @param kind      what it is
 * @param path      the file or folder, null for a URL
 * @param address   what FFmpeg opens, with credentials; never told
 * @param redaction hides what is secret in messages
 */
public record Location(String given, Kind kind, Path path, String address, Redaction redaction) {

    public enum Kind { FILE, FOLDER, URL }

    /** Why the playlist of a live stream is no video. */
    public static final String LIVE_PLAYLIST = "it is the playlist of a live stream (it has no #EXT-X-ENDLIST): only"
            + " recordings can be opened as a video";

    /** FFmpeg cuts off what is more. */
    private static final int LONGEST_RTSP_CREDENTIALS = 127;
    private static final Pattern FILE_URI = Pattern.compile("(?i)^file:.*");
    /** FFmpeg's names for what the process has open. */
    private static final Pattern PIPE = Pattern.compile("(?i)^(pipe|fd):.*");
    private static final Pattern DEVICE = Pattern.compile("(?:/dev/|v4l2:(?://)?)(video\\d+).*");
    private static final Pattern URL = Pattern.compile("(?i)^[a-z][a-z0-9+.-]+://.*");

    /**
     * Finds out what a location is.
     *
     * @throws VideoException if there is nothing readable
     */
    public static Location of(String given) throws VideoException {
        return of(given, Credentials.NONE);
    }

    /**
     * Finds out what a location is.
     *
     * @param credentials for its server; where there are none, those in the URL count
     * @throws VideoException if there is nothing readable
     */
    public static Location of(String given, Credentials credentials) throws VideoException {
        if (given.isBlank()) {
            throw new VideoException("the location of a video is empty");
        }
        Path path = existing(given);
        if (path == null && FILE_URI.matcher(given).matches()) {
            path = fromUri(given);
        } else if (path == null && PIPE.matcher(given).matches()) {
            throw new VideoException(given + ": pipes and standard input are no videos: a video may have to be read"
                    + " twice");
        } else if (path == null && URL.matcher(given).matches()) {
            return url(given, credentials);
        } else if (path == null) {
            path = toPath(given);
        }
        // Files go by the name of their protocol, after which FFmpeg takes everything literally, and as absolute paths,
        // since the working directory of a process may not be that of the JVM's paths
        Location location = new Location(given, Files.isDirectory(path) ? Kind.FOLDER : Kind.FILE, path,
                "file:" + path.toAbsolutePath(), Redaction.of(given, Credentials.NONE));
        location.checkReadable();
        return location;
    }

    private static Location url(String given, Credentials credentials) throws VideoException {
        Credentials written = Credentials.in(given);
        String bare = Redaction.withoutCredentials(given);
        String address = (credentials.isEmpty() ? written : credentials).into(bare);
        Redaction redaction = Redaction.of(given, credentials);
        Location location = new Location(redaction.apply(given), Kind.URL, null, address, redaction);
        if (bare.regionMatches(true, 0, "rtsp", 0, 4) && address.length() - bare.length() > LONGEST_RTSP_CREDENTIALS) {
            throw location.failure("expected a user and a password that take at most " + LONGEST_RTSP_CREDENTIALS
                    + " characters in a URL, found " + (address.length() - bare.length()));
        }
        return location;
    }

    private static Path existing(String given) {
        try {
            Path path = Path.of(given);
            return Files.exists(path) ? path : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static Path fromUri(String given) throws VideoException {
        try {
            return Path.of(new URI(given));
        } catch (URISyntaxException | IllegalArgumentException e) {
            // Not a proper URI, as people and programs write them: spaces, per cents, two slashes. Then the rest is the
            // path.
            return toPath(given.replaceFirst("(?i)^file:(//(?=/))?", ""));
        }
    }

    private static Path toPath(String given) throws VideoException {
        try {
            return Path.of(given);
        } catch (InvalidPathException e) {
            throw new VideoException(given + ": no file can have this name here: " + e.getReason(), e);
        }
    }

    private void checkReadable() throws VideoException {
        Matcher device = DEVICE.matcher(given);
        if (device.matches()) {
            throw failure("video devices are not read directly; send it as a stream, as with ffmpeg -f v4l2 -i /dev/"
                    + device.group(1) + " -f mpegts udp://127.0.0.1:5000, and open that"
                    + (Files.exists(Path.of("/dev", device.group(1))) ? "" : " (there is no /dev/" + device.group(1)
                    + " on this machine)"));
        }
        if (!Files.exists(path)) {
            throw failure(isUnderAnotherEncoding() ? "the name of this file is not UTF-8, and cannot be opened:"
                    + " rename it (convmv -f latin1 -t utf8 --notest FILE does)" : "there is no such file or folder");
        }
        if (!Files.isReadable(path)) {
            throw failure("it may not be read (permission denied)");
        }
        if (kind == Kind.FILE && !Files.isRegularFile(path)) {
            throw failure("it is neither a file nor a folder; a video may have to be read twice, which pipes and"
                    + " devices do not allow");
        }
        if (kind == Kind.FILE && path.toFile().length() == 0) {
            throw failure("the file is empty (0 bytes)");
        }
        if (kind == Kind.FILE) {
            readFirstByte();
        }
    }

    /** Bytes that are no UTF-8 came as replacement characters, and no path can be made of these again. */
    private boolean isUnderAnotherEncoding() {
        Path name = path.getFileName();
        if (name == null || name.toString().indexOf('\uFFFD') < 0) {
            return false;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path.toAbsolutePath().getParent())) {
            for (Path entry : entries) {
                if (entry.getFileName().toString().equals(name.toString())) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }

    /** A file on a server that has gone can be named and opened, but not read. */
    private void readFirstByte() throws VideoException {
        try (InputStream in = Files.newInputStream(path)) {
            if (in.read() < 0) {
                throw failure("the file is empty");
            }
        } catch (VideoException e) {
            throw e;
        } catch (IOException e) {
            throw failure("reading failed: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException system && system.getReason() != null ? system.getReason()
                : e.getMessage();
    }

    public boolean isNetwork() {
        return kind == Kind.URL;
    }

    /** {@return an exception that names the location and the reason} */
    public VideoException failure(String reason) {
        return new VideoException(line(reason));
    }

    public VideoException failure(String reason, Throwable cause) {
        return new VideoException(line(reason), cause);
    }

    /** {@return an exception that says that who asks is refused} */
    VideoException unauthorized(String reason) {
        return new UnauthorizedException(line(reason));
    }

    /** {@return whether a user or a password was given} */
    boolean hasCredentials() {
        return kind == Kind.URL && !Credentials.in(address).isEmpty();
    }

    /** {@return the scheme of a URL in lower case; file for all else} */
    String scheme() {
        return kind == Kind.URL ? address.substring(0, address.indexOf("://")).toLowerCase(Locale.ROOT) : "file";
    }

    @Override
    public String toString() {
        return given;
    }

    /** Names of files, and what lists name, may have line breaks in them. */
    private String line(String reason) {
        return redaction.apply(given + ": " + reason).replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", " ");
    }

    /** {@return the name's last part in lower case, without the dot; empty where there is none} */
    static String extension(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
