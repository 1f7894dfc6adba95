package io.deltaframe.live.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Frame;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What counts as motion in rendered scenes. */
class MotionGateTest {

    private static final long SECOND = 1_000_000;
    /** A gate learns the noise of a scene in this time. */
    private static final int LEARNT = 5;
    private static final int SECONDS = 20;

    /** Pictures a second: as many as are looked at. */
    private static final int RATE = 8;

    private final Random random = new Random(1);
    private final float[] gauss = new float[300_000];
    private final StreamGate gate = new StreamGate(true);
    private final boolean[] still = new boolean[SECONDS];

    @BeforeEach
    void fill() {
        for (int i = 0; i < gauss.length; i++) {
            gauss[i] = (float) random.nextGaussian();
        }
    }

    /** A picture of a scene. */
    @FunctionalInterface
    private interface Picture {
        Scene at(Scene empty, int number, double seconds);
    }

    /** Shows the gate a scene, and asks it about every second. */
    private void show(Picture picture) {
        for (int i = 0; i <= SECONDS * RATE; i++) {
            long time = i * SECOND / RATE;
            Frame frame = picture.at(new Scene(random, gauss), i, (double) i / RATE).frame(time);
            gate.take(time, i == 0, gate.cells(frame, 0));
            if (i % RATE == 0 && i > 0) {
                int second = i / RATE - 1;
                still[second] = gate.still(second * SECOND, (second + 1) * SECOND);
            }
        }
    }

    /** Whether nothing moved in all seconds of a range but for so many. */
    private void assertStill(int from, int to, int butFor) {
        int moving = 0;
        for (int second = from; second < to; second++) {
            moving += still[second] ? 0 : 1;
        }
        assertTrue(moving <= butFor, moving + " of the seconds " + from + " to " + to + " show motion");
    }

    private void assertMoving(int from, int to) {
        for (int second = from; second < to; second++) {
            assertFalse(still[second], "second " + second + " shows no motion");
        }
    }

    @Test
    void nothing_moves_in_a_yard_with_a_noisy_sensor() {
        show((scene, number, seconds) -> scene.noise(8));
        assertStill(LEARNT, SECONDS, 0);
    }

    @Test
    void a_lamp_that_flickers_is_no_motion() {
        show((scene, number, seconds) -> scene.light(1 + 0.06 * Math.sin(40 * seconds)).noise(3));
        assertStill(LEARNT, SECONDS, 0);
    }

    @Test
    void rain_is_no_motion() {
        show((scene, number, seconds) -> scene.rain(120).noise(3));
        assertStill(LEARNT, SECONDS, 1);
    }

    @Test
    void a_tree_in_the_wind_is_no_motion_once_its_sway_is_known() {
        show((scene, number, seconds) -> scene.tree(seconds).noise(3));
        assertStill(LEARNT, SECONDS, 1);
    }

    @Test
    void pictures_that_a_codec_made_coarse_are_no_motion() {
        show((scene, number, seconds) -> scene.noise(2).blocks(number));
        assertStill(LEARNT, SECONDS, 0);
    }

    @Test
    void a_walker_is_motion_while_walking_and_for_a_second_after() {
        show((scene, number, seconds) -> walker(scene.noise(3), seconds, 200));
        assertStill(LEARNT, 7, 0);
        assertMoving(8, 13);
        assertStill(14, SECONDS, 0);
    }

    @Test
    void a_walker_in_the_dark_is_motion() {
        show((scene, number, seconds) -> walker(scene.light(0.15).noise(4), seconds, 28));
        assertStill(LEARNT, 7, 0);
        assertMoving(8, 12);
        assertStill(14, SECONDS, 0);
    }

    @Test
    void a_walker_is_motion_in_rain_and_beside_a_tree() {
        show((scene, number, seconds) -> walker(scene.tree(seconds).rain(120).noise(3), seconds, 220));
        assertMoving(8, 12);
    }

    /** From the 8th second to the 12th somebody walks from the wall to the left. */
    private static Scene walker(Scene scene, double seconds, float level) {
        return seconds < 8 || seconds > 12 ? scene : scene.box(230 - 45 * (seconds - 8), 120, 22, 60, level);
    }

    @Test
    void what_has_not_been_looked_at_is_not_still() {
        assertFalse(gate.still(0, SECOND));
        show((scene, number, seconds) -> scene);
        assertFalse(gate.still(-SECOND, SECOND), "before the first look");
        assertFalse(still[0], "nobody knows what moved before");
        assertTrue(still[2]);
        assertFalse(gate.still((SECONDS + 1) * SECOND, (SECONDS + 2) * SECOND), "to come");
        gate.take(0, true, null);
        assertFalse(gate.still((SECONDS - 2) * SECOND, (SECONDS - 1) * SECOND), "another epoch");
    }

    @Test
    void a_gate_that_is_off_finds_nothing_still() {
        StreamGate off = new StreamGate(false);
        assertEquals(null, off.cells(new Scene(random, gauss).frame(0), 0));
        off.take(0, true, null);
        assertFalse(off.still(0, SECOND));
    }

    @Test
    void frames_are_looked_at_eight_times_a_second_by_either_clock() {
        int looks = 0;
        for (int i = 0; i < 250; i++) {
            looks += gate.cells(frame(i * 40_000L), 0) == null ? 0 : 1;
        }
        assertEquals(63, looks, "every fourth of 25 frames a second");
        for (int i = 0; i < 10; i++) {
            assertTrue(gate.cells(frame(9_960_000), (i + 1) * 125_000_000L) != null, "times of arrival count too");
        }
    }

    private static Frame frame(long timestamp) {
        return Frame.wrap(1, 1, timestamp, new byte[3]);
    }

    @Test
    void cells_are_means_of_their_pixels_at_any_size() {
        for (int[] size : new int[][] {{256, 256}, {64, 33}, {100, 70}, {5, 3}, {1, 1}}) {
            byte[] rgb = new byte[3 * size[0] * size[1]];
            random.nextBytes(rgb);
            float[] cells = LumaCells.of(Frame.wrap(size[0], size[1], 0, rgb));
            for (int cell : new int[] {0, 31, 500, 1023}) {
                assertEquals(mean(rgb, size[0], size[1], cell % 32, cell / 32), cells[cell], 1e-3,
                        size[0] + "x" + size[1]);
            }
        }
    }

    private static double mean(byte[] rgb, int width, int height, int x, int y) {
        double sum = 0;
        int count = 0;
        for (int row = y * height / 32; row == y * height / 32 || row < (y + 1) * height / 32; row++) {
            for (int column = x * width / 32; column == x * width / 32 || column < (x + 1) * width / 32; column++) {
                int at = 3 * (row * width + column);
                sum += 0.25 * (rgb[at] & 0xFF) + 0.5 * (rgb[at + 1] & 0xFF) + 0.25 * (rgb[at + 2] & 0xFF);
                count++;
            }
        }
        return sum / count;
    }
}
