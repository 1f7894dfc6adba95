package io.deltaframe.operators.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkspaceTest {

    @Test
    void placesBeginCacheLinesAndDoNotOverlap() {
        Workspace workspace = new Workspace();
        List<float[]> arrays = new ArrayList<>();
        int end = 0;
        for (int floats : new int[] {1, 16, 17, 5, 100}) {
            int place = workspace.reserve(floats, arrays::add);
            // An array's header takes 16 bytes
            assertEquals(0, (place * Float.BYTES + 16) % 64, "place " + place);
            assertTrue(place >= end, place + " after " + end);
            end = place + floats;
        }
        workspace.allocate();
        assertEquals(5, arrays.size());
        for (float[] array : arrays) {
            assertSame(arrays.getFirst(), array);
            assertTrue(array.length >= end, array.length + " floats for " + end);
        }
        assertArrayEquals(new float[arrays.getFirst().length], arrays.getFirst());
    }

    @Test
    void whatComesLastMayStillReserveAndNobodyAfterIt() {
        Workspace workspace = new Workspace();
        int[] place = new int[1];
        float[][] array = new float[1][];
        workspace.beforeAllocation(() -> place[0] = workspace.reserve(40, data -> array[0] = data));
        int first = workspace.reserve(7, data -> { });
        workspace.allocate();
        assertTrue(place[0] >= first + 7, place[0] + " after " + first);
        assertTrue(array[0].length >= place[0] + 40);
        assertThrows(IllegalStateException.class, () -> workspace.reserve(1, data -> { }));
    }

    @Test
    void moreThanAnArrayHoldsIsRefused() {
        Workspace workspace = new Workspace();
        workspace.reserve(Integer.MAX_VALUE - 1000, data -> { });
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> workspace.reserve(1000, data -> { }));
        assertEquals("frames are too large for this network: its feature maps would have more than 2147483647 values",
                refused.getMessage());
    }

    @Test
    void mapsOfAWorkspaceShareItsArray() {
        Workspace workspace = new Workspace();
        FeatureMap one = new FeatureMap(workspace, 2, 3, 4, 5, 1);
        FeatureMap two = FeatureMap.dense(workspace, 1, 6, 2, 3, 0);
        workspace.allocate();
        assertSame(one.data, two.data);
        assertTrue(two.index(0, 0, 0) >= one.index(1, 3, 4) + one.stride, "maps overlap");
    }
}
