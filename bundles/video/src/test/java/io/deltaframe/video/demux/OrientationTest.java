package io.deltaframe.video.demux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationTest {

    /** The pixels 1 2 3 over 4 5 6. */
    private static final byte[] PICTURE = {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6};

    /** Matrix, degrees, and the rows that come out, as a reader would write them. */
    @ParameterizedTest
    @CsvSource({"1,0,0,1,0,123456", "0,1,-1,0,90,415263", "-1,0,0,-1,180,654321", "0,-1,1,0,270,362514",
        "-1,0,0,1,180,321654", "1,0,0,-1,0,456123", "0,1,1,0,90,142536", "0,-1,-1,0,270,635241"})
    void picturesAreTurnedAndMirrored(int a, int b, int c, int d, int degrees, String rows) {
        Orientation orientation = Orientation.of(a << 16, b << 16, c << 16, d << 16);
        assertEquals(degrees, orientation.degrees());
        byte[] expected = new byte[18];
        for (int i = 0; i < 18; i++) {
            expected[i] = (byte) (rows.charAt(i / 3) - '0');
        }
        assertArrayEquals(expected, orientation.apply(3, 2, PICTURE));
    }

    @Test
    void nearlyQuarterTurnsAreQuarterTurns() {
        assertEquals(new Orientation(0, 1, -1, 0), Orientation.of(800, 65530, -65530, 800));
        assertEquals(Orientation.UPRIGHT, Orientation.of(65530, -900, 900, 65530));
    }

    @Test
    void aMatrixThatSaysNothingIsUpright() {
        assertEquals(Orientation.UPRIGHT, Orientation.of(0, 0, 0, 0));
        assertEquals(Orientation.UPRIGHT, Orientation.of(5, 0, 0, 0));
        assertEquals(Orientation.UPRIGHT, Orientation.of(0, Integer.MIN_VALUE, 0, 3));
        assertSame(PICTURE, Orientation.UPRIGHT.apply(3, 2, PICTURE));
    }
}
