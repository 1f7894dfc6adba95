package io.deltaframe.teach.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {

    @TempDir
    private Path folder;

    @Test
    void what_was_kept_is_read_and_what_was_damaged_is_not() throws Exception {
        FeatureCache cache = new FeatureCache(folder.resolve("cache"));
        ClipFeatures features = new ClipFeatures(3.2, 2, new float[][] {{1, 2, 3, 4}, {5, 6, -7.5f, 8}});
        assertEquals(Optional.empty(), cache.read("key"));
        cache.write("key", features);
        ClipFeatures read = cache.read("key").orElseThrow();
        assertEquals(3.2, read.seconds());
        assertEquals(2, read.size());
        assertArrayEquals(features.views(), read.views());
        assertArrayEquals(new double[] {-1.25, 7}, read.mean(1));
        assertEquals(1, read.middle());
        Path file = folder.resolve("cache/key.features");
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {0, 3, 24, 40, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertEquals(Optional.empty(), cache.read("key"), length + " bytes");
        }
        bytes[30]++;
        Files.write(file, bytes);
        assertEquals(Optional.empty(), cache.read("key"));
    }

    @Test
    void a_clip_is_known_by_its_content() throws Exception {
        Path one = Files.writeString(folder.resolve("one.mp4"), "pixels");
        Path same = Files.writeString(folder.resolve("same.avi"), "pixels");
        assertEquals(ContentDigest.of(one), ContentDigest.of(same));
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        Files.writeString(pictures.resolve("1.jpg"), "ab");
        Files.writeString(pictures.resolve("2.jpg"), "c");
        String digest = ContentDigest.of(pictures);
        Files.writeString(pictures.resolve("1.jpg"), "a");
        Files.writeString(pictures.resolve("2.jpg"), "bc");
        assertNotEquals(digest, ContentDigest.of(pictures));
        assertNotEquals(FeatureCache.key(digest, "model", Looks.whole(3)),
                FeatureCache.key(digest, "model", Looks.whole(5)));
        assertNotEquals(FeatureCache.key(digest, "model", Looks.windows(3)),
                FeatureCache.key(digest, "model", Looks.windows(2)));
    }
}
