package io.deltaframe.api.video;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Who asks a camera or server for a stream. Never shown: {@link #toString} tells only whether there are any. What is
 * serialised holds them in the clear. Immutable.
 *
 * @param user     name of the user; may be empty
 * @param password of the user, as it is, not percent-encoded; may be empty
 */
public record Credentials(String user, String password) implements Serializable {

    /** Nobody in particular. */
    public static final Credentials NONE = new Credentials("", "");

    private static final int MOST_BYTES = 4096;

    /**
     * Checks the components.
     *
     * @throws NullPointerException if one is null
     */
    public Credentials {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
    }

    /**
     * {@return what is written into a URL before the host, {@code scheme://user:password@host}, decoded; {@link #NONE}
     * where there is nothing, and for paths of files}
     *
     * @param location path of a file, or a URL
     */
    public static Credentials in(String location) {
        String info = UserInfo.of(location);
        int colon = info.indexOf(':');
        return info.isEmpty() ? NONE : new Credentials(UserInfo.decode(colon < 0 ? info : info.substring(0, colon)),
                colon < 0 ? "" : UserInfo.decode(info.substring(colon + 1)));
    }

    /**
     * {@return a user whose password is the first line of a file, without the line's end}
     *
     * @param user name of the user
     * @param file path of the file, in UTF-8
     * @throws IllegalArgumentException if the file cannot be read, or its first line is empty; the message says why
     */
    public static Credentials fromFile(String user, String file) {
        try {
            Path path = Path.of(file);
            if (!Files.isRegularFile(path)) {
                throw new IllegalArgumentException("expected a file with a password, found "
                        + (Files.isDirectory(path) ? "the folder " : "no file ") + file);
            }
            if (Files.size(path) > MOST_BYTES) {
                throw new IllegalArgumentException("expected a file with a password in its first line, found one of "
                        + Files.size(path) + " bytes: " + file);
            }
            String text = Files.readString(path, StandardCharsets.UTF_8);
            String password = text.lines().findFirst().orElse("");
            if (password.isEmpty()) {
                throw new IllegalArgumentException("expected a password in the first line of " + file
                        + ", found an empty one");
            }
            return new Credentials(user, password);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException("expected a password in UTF-8, found other bytes in " + file, e);
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("the file with the password, " + file + ", cannot be read", e);
        }
    }

    /**
     * {@return a user whose password is the value of an environment variable}
     *
     * @param user     name of the user
     * @param variable its name
     * @throws IllegalArgumentException if the process has no such variable, or an empty one
     */
    public static Credentials fromEnvironment(String user, String variable) {
        String password = System.getenv(variable);
        if (password == null || password.isEmpty()) {
            throw new IllegalArgumentException("expected a password in the environment variable " + variable
                    + (password == null ? ", which is not set" : ", which is empty"));
        }
        return new Credentials(user, password);
    }

    /** {@return whether there are none} */
    public boolean isEmpty() {
        return user.isEmpty() && password.isEmpty();
    }

    /**
     * {@return a URL with these credentials in it, percent-encoded, for a library that takes them only there; the URL
     * itself where there are none}
     *
     * @param url without credentials
     */
    public String into(String url) {
        int host = url.indexOf("://") + 3;
        return isEmpty() || host < 3 ? url : url.substring(0, host) + UserInfo.encode(user)
                + (password.isEmpty() ? "" : ":" + UserInfo.encode(password)) + "@" + url.substring(host);
    }

    @Override
    public String toString() {
        return isEmpty() ? "none" : Redaction.HIDDEN;
    }
}
