package io.deltaframe.operators.tile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.operators.layout.FeatureMap;
import org.junit.jupiter.api.Test;

class RowTileTest {

    @Test
    void noTileReadsFurtherThanAMapCanBeRead() {
        int most = Math.max(RowTile.PIXELS, RowTile.WIDE_PIXELS);
        assertTrue(most <= FeatureMap.PIXELS_PAST_END, most + " pixels but " + FeatureMap.PIXELS_PAST_END);
    }
}
