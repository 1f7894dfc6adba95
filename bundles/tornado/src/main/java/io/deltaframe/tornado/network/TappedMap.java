package io.deltaframe.tornado.network;

import io.deltaframe.tdn.engine.Taps;
import io.deltaframe.tornado.kernels.MapLayout;
import io.deltaframe.tornado.program.DeviceProgram;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Shows maps to taps. */
final class TappedMap {

    private TappedMap() { }

    /**
     * Shows a map.
     *
     * @param entry names it
     * @param maps  holds it
     * @param taps  receives it
     */
    static void show(DeviceProgram.Entry entry, FloatArray maps, Taps taps) {
        MapLayout map = entry.map();
        float[] nchw = new float[entry.images() * map.channels() * map.pixels()];
        int i = 0;
        for (int n = 0; n < entry.images(); n++) {
            for (int c = 0; c < map.channels(); c++) {
                for (int y = 0; y < map.height(); y++) {
                    for (int x = 0; x < map.width(); x++) {
                        nchw[i++] = maps.get(map.origin() + n * map.image() + y * map.row() + x * map.channels() + c);
                    }
                }
            }
        }
        taps.tap(entry.tap(), new int[] {entry.images(), map.channels(), map.height(), map.width()}, nchw);
    }
}
