package io.deltaframe.recognizer.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltaframe.api.Frame;
import io.deltaframe.api.View.Crop;
import io.deltaframe.fixtures.Fixtures;
import io.deltaframe.recognizer.Pictures;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameResizerTest {

    private static byte[] view(Frame frame, Cropping cropping, Crop crop) {
        byte[] view = view(frame, cropping, crop, new ScalarRowSums());
        assertArrayEquals(view, view(frame, cropping, crop, new VectorRowSums()));
        return view;
    }

    private static byte[] view(Frame frame, Cropping cropping, Crop crop, RowSums sums) {
        FrameResizer resizer = new FrameResizer(frame.width(), frame.height(), cropping, sums);
        byte[] view = new byte[3 * cropping.size() * cropping.size()];
        // What was there before must not shine through
        Arrays.fill(view, (byte) 99);
        resizer.cut(resizer.resize(frame), crop, view, 0);
        return view;
    }

    @Test
    void sizesOriginsAndBytesAreThoseOfPillowAndTorchvision() {
        int threeCrops = 0;
        List<?> cases = (List<?>) Fixtures.json("preprocess/cases.json");
        assertEquals(8, cases.size());
        for (Object each : cases) {
            Map<?, ?> sample = (Map<?, ?>) each;
            String input = (String) sample.get("input");
            Frame frame = Pictures.fixture("preprocess/" + input);
            Cropping center = Cropping.center(256, 224);
            int width = center.resizedWidth(frame.width(), frame.height());
            int height = center.resizedHeight(frame.width(), frame.height());
            assertArrayEquals(Fixtures.ints(sample.get("resized")), new int[] {width, height}, input);
            assertArrayEquals(Fixtures.ints(sample.get("center224_origin")),
                    new int[] {center.left(Crop.CENTER, width), center.top(height)}, input);
            assertArrayEquals(Pictures.bytes(Pictures.fixture("preprocess/" + sample.get("center224"))),
                    view(frame, center, Crop.CENTER), input);
            Cropping three = Cropping.three(256);
            List<?> origins = (List<?>) sample.get("three256_origins");
            for (int i = 0; i < 3; i++) {
                Crop crop = three.crops().get(i);
                assertArrayEquals(Fixtures.ints(origins.get(i)), new int[] {three.left(crop, width), three.top(height)},
                        input);
                if (sample.get("three256") instanceof List<?> files) {
                    assertArrayEquals(Pictures.bytes(Pictures.fixture("preprocess/" + files.get(i))),
                            view(frame, three, crop), input + " " + crop);
                    threeCrops++;
                }
            }
        }
        assertEquals(6, threeCrops);
    }

    @Test
    void cropsAreThoseOfThePlainImplementationAtAwkwardSizes() {
        int[][] sizes = {{1, 1}, {1, 7}, {7, 1}, {2, 3}, {33, 31}, {32, 32}, {31, 200}, {200, 31}, {97, 64}, {64, 97},
                {640, 3}, {5, 333},
            {301, 299}, {40, 41}};
        for (int[] size : sizes) {
            Frame frame = Pictures.noise(size[0], size[1], 31L * size[0] + size[1]);
            for (int shortSide : new int[] {32, 40, 65}) {
                for (Cropping cropping : List.of(Cropping.center(shortSide, 32), Cropping.center(shortSide, shortSide),
                        Cropping.center(shortSide, 73), Cropping.three(shortSide))) {
                    for (Crop crop : cropping.crops()) {
                        assertArrayEquals(PlainResize.view(frame, cropping, crop), view(frame, cropping, crop),
                                size[0] + "x" + size[1] + " " + cropping + " " + crop);
                    }
                }
            }
        }
    }

    @Test
    void aFrameWithAnUnchangedShortSideIsCopied() {
        Frame frame = Pictures.noise(50, 40, 4);
        byte[] all = Pictures.bytes(frame);
        byte[] view = view(frame, Cropping.center(40, 40), Crop.CENTER);
        for (int y = 0; y < 40; y++) {
            assertArrayEquals(Arrays.copyOfRange(all, 3 * (50 * y + 5), 3 * (50 * y + 45)),
                    Arrays.copyOfRange(view, 120 * y, 120 * (y + 1)));
        }
    }

    @Test
    void aPlainFrameStaysPlainAtEveryScale() {
        for (int value : new int[] {0, 1, 127, 128, 254, 255}) {
            for (int side : new int[] {1, 3, 31, 33, 1000}) {
                byte[] view = view(Pictures.plain(side, 2 * side, value), Cropping.center(32, 32), Crop.CENTER);
                for (byte b : view) {
                    assertEquals(value, b & 0xff);
                }
            }
        }
    }

    @Test
    void oneResizerServesManyFrames() {
        Cropping cropping = Cropping.center(40, 32);
        FrameResizer resizer = new FrameResizer(77, 53, cropping, new ScalarRowSums());
        for (int seed = 0; seed < 3; seed++) {
            Frame frame = Pictures.noise(77, 53, seed);
            byte[] view = new byte[3 * 32 * 32];
            resizer.cut(resizer.resize(frame), Crop.CENTER, view, 0);
            assertArrayEquals(PlainResize.view(frame, cropping, Crop.CENTER), view);
        }
    }
}
