package io.deltaframe.operators.tile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The tiles of the operators bundle are what {@link TileSource} writes; {@code -Dtiles.write} writes them. */
class TileSourceTest {

    private static final Path FOLDER = Path.of("../../bundles/operators/src/main/java/io/deltaframe/operators/tile");

    @ParameterizedTest
    @FieldSource("io.deltaframe.operators.tile.TileSource#SHIPPED")
    void theBundleHasWhatIsWritten(TileSource tile) throws IOException {
        Path file = FOLDER.resolve(tile.className() + ".java");
        String source = tile.source("io.deltaframe.operators.tile", tile.className());
        if (Boolean.getBoolean("tiles.write")) {
            Files.writeString(file, source);
        }
        assertEquals(source, Files.readString(file),
                file + " differs from what TileSource writes; -Dtiles.write=true writes it");
    }
}
