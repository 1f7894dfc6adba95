package io.deltaframe.operators.tile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What is compared computes the same. */
class TileCandidatesTest {

    @Test
    void everyCandidateComputesItsProducts() throws Exception {
        for (TileSource candidate : TileCandidates.all()) {
            TileUnderTest tile = new TileUnderTest(TileCandidates.compile(candidate), Im2colBuffer.STRIDE, 21);
            assertEquals(0, tile.error(), 1e-5, candidate.candidateName());
            assertEquals(0, tile.error(), 1e-5, candidate.candidateName() + " with the other end");
        }
    }

    @Test
    void whatThisMachineUsesIsAmongThem() {
        assertTrue(TileSource.SHIPPED.stream().anyMatch(TileCandidates.all()::contains));
    }
}
