package io.deltaframe.scalar.network;

import io.deltaframe.scalar.loop.Planes;
import io.deltaframe.tdn.engine.Taps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects intermediate results, segment by segment where they come so, and hands each on as a whole. */
final class TapRecorder {

    private final Taps taps;
    private final Map<String, List<Planes>> kept = new LinkedHashMap<>();

    TapRecorder(Taps taps) {
        this.taps = taps;
    }

    /**
     * Notes a result.
     *
     * @param name its name in the released code
     * @param maps the values now
     */
    void tap(String name, Planes maps) {
        if (taps != Taps.NONE) {
            Planes copy = new Planes(maps.images, maps.height, maps.width, maps.channels);
            for (int c = 0; c < maps.channels; c++) {
                System.arraycopy(maps.values[c], 0, copy.values[c], 0, maps.pixels());
            }
            kept.computeIfAbsent(name, any -> new ArrayList<>()).add(copy);
        }
    }

    /** Hands on what has been noted. */
    void flush() {
        kept.forEach((name, parts) -> {
            Planes any = parts.getFirst();
            int images = parts.stream().mapToInt(part -> part.images).sum();
            float[] whole = new float[images * any.channels * any.height * any.width];
            int at = 0;
            for (Planes part : parts) {
                float[] values = part.toNchw();
                System.arraycopy(values, 0, whole, at, values.length);
                at += values.length;
            }
            taps.tap(name, new int[] {images, any.channels, any.height, any.width}, whole);
        });
        kept.clear();
    }
}
