package io.deltaframe.teach.feature;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 of what a clip is made of. */
public final class ContentDigest {

    private ContentDigest() { }

    /**
     * {@return the digest of a file, or of the names and contents of the files of a folder}
     *
     * @param clip a file or folder
     * @throws IOException if it cannot be read
     */
    public static String of(Path clip) throws IOException {
        MessageDigest digest = sha256();
        if (Files.isDirectory(clip)) {
            List<Path> pictures;
            try (Stream<Path> files = Files.list(clip)) {
                pictures = files.filter(Files::isRegularFile)
                        .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString())).toList();
            }
            for (Path picture : pictures) {
                digest.update((picture.getFileName() + "\n" + Files.size(picture) + "\n")
                        .getBytes(StandardCharsets.UTF_8));
                update(digest, picture);
            }
        } else {
            update(digest, clip);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * {@return the digest of a text in UTF-8}
     *
     * @param text any text
     */
    public static String of(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void update(MessageDigest digest, Path file) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
