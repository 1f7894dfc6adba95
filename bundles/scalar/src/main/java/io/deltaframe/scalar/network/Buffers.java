package io.deltaframe.scalar.network;

import io.deltaframe.scalar.loop.Planes;
import java.util.HashMap;
import java.util.Map;

/** Maps between operators, each kept for the next time that one of its use and size is asked for. */
final class Buffers {

    private final Map<Key, Planes> maps = new HashMap<>();

    /**
     * {@return maps with any values; the same ones for the same use and size}
     *
     * @param use      what they hold; uses that overlap in time have different names
     * @param images   number of images
     * @param height   rows
     * @param width    columns
     * @param channels channels
     */
    Planes get(String use, int images, int height, int width, int channels) {
        return maps.computeIfAbsent(new Key(use, images, height, width, channels),
                key -> new Planes(images, height, width, channels));
    }

    private record Key(String use, int images, int height, int width, int channels) { }
}
