package io.deltaframe.live.evidence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** Names of cameras and labels as names of files: letters, digits, hyphens and underscores of ASCII. */
final class SafeName {

    private static final int LONGEST = 60;
    private static final int HASH_BYTES = 4;
    /** Windows takes these for devices. */
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul", "com1", "com2", "com3", "com4",
            "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5",
            "lpt6", "lpt7", "lpt8", "lpt9");

    private SafeName() { }

    /**
     * {@return a name as it is where that is safe, and otherwise what is safe of it and a hash of all of it, so that
     * two names stay two}
     *
     * @param name of anything
     */
    static String of(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}+", "").replace("ß", "ss")
                .replaceAll("[^A-Za-z0-9_-]+", "_");
        if (plain.length() > LONGEST) {
            plain = plain.substring(0, LONGEST);
        }
        boolean safe = plain.equals(name) && !plain.isEmpty() && !DEVICES.contains(plain.toLowerCase(Locale.ROOT))
                && !plain.startsWith("-");
        return safe ? plain : (plain.isEmpty() || plain.startsWith("-") ? "_" : "") + plain + "-" + hash(name);
    }

    /** {@return eight hexadecimal digits} */
    static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
