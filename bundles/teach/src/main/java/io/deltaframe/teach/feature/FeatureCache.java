package io.deltaframe.teach.feature;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * Features of clips in a folder, a file a clip, named by what they depend on. A file that is damaged counts for none.
 * Safe for several threads and processes: files are whole when they get their name.
 */
public final class FeatureCache {

    /** Raised when the same clip and model give other features. */
    private static final int FORMAT = 0x44464631;
    /** Format, seconds, numbers a segment, views, numbers a view. */
    private static final int HEADER = 24;

    private final Path folder;

    /**
     * A cache.
     *
     * @param folder where its files are
     * @throws IOException if the folder cannot be made
     */
    public FeatureCache(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /**
     * {@return the name under which features are kept}
     *
     * @param content digest of the clip
     * @param source  what else the features depend on
     * @param looks   how often the clip was looked at
     */
    public static String key(String content, String source, Looks looks) {
        return ContentDigest.of(FORMAT + " " + content + " " + source + " " + looks);
    }

    /**
     * {@return the features kept under a name}
     *
     * @param key the name
     */
    public Optional<ClipFeatures> read(String key) {
        try {
            byte[] bytes = Files.readAllBytes(file(key));
            ByteBuffer in = ByteBuffer.wrap(bytes);
            if (bytes.length < HEADER + Long.BYTES || in.getLong(bytes.length - Long.BYTES) != sum(bytes)
                    || in.getInt() != FORMAT) {
                return Optional.empty();
            }
            double seconds = in.getDouble();
            int size = in.getInt();
            float[][] views = new float[in.getInt()][in.getInt()];
            for (float[] view : views) {
                for (int i = 0; i < view.length; i++) {
                    view[i] = in.getFloat();
                }
            }
            return Optional.of(new ClipFeatures(seconds, size, views));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Keeps features.
     *
     * @param key      the name
     * @param features of a clip
     * @throws IOException if they cannot be written
     */
    public void write(String key, ClipFeatures features) throws IOException {
        int length = features.views()[0].length;
        byte[] bytes = new byte[HEADER + features.views().length * length * Float.BYTES + Long.BYTES];
        ByteBuffer out = ByteBuffer.wrap(bytes);
        out.putInt(FORMAT).putDouble(features.seconds()).putInt(features.size()).putInt(features.views().length)
                .putInt(length);
        for (float[] view : features.views()) {
            for (float number : view) {
                out.putFloat(number);
            }
        }
        out.putLong(sum(bytes));
        Path beside = folder.resolve(key + "." + UUID.randomUUID() + ".part");
        try {
            Files.write(beside, bytes);
            Files.move(beside, file(key), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static long sum(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, bytes.length - Long.BYTES);
        return sum.getValue();
    }

    private Path file(String key) {
        return folder.resolve(key + ".features");
    }
}
