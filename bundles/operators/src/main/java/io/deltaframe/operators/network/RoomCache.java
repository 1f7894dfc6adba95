package io.deltaframe.operators.network;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/**
 * Rooms by size of frames: a caller takes one, or a new one where none is free, and puts it back. As many are kept as calls ever
 * ran at the same time. Safe for several threads.
 *
 * @param <R> kind of room
 */
final class RoomCache<R> {

    private final ConcurrentHashMap<Long, ConcurrentLinkedDeque<R>> free = new ConcurrentHashMap<>();

    /**
     * Takes a room.
     *
     * @param height rows of a frame
     * @param width  columns of a frame
     * @param make   makes one
     * @return a room nobody else has
     */
    R take(int height, int width, Supplier<R> make) {
        R room = rooms(height, width).pollFirst();
        return room != null ? room : make.get();
    }

    /**
     * Puts a room back.
     *
     * @param height rows of a frame
     * @param width  columns of a frame
     * @param room   the room
     */
    void give(int height, int width, R room) {
        rooms(height, width).addFirst(room);
    }

    /** Forgets all free rooms. */
    void clear() {
        free.clear();
    }

    private ConcurrentLinkedDeque<R> rooms(int height, int width) {
        return free.computeIfAbsent((long) height << 32 | width, size -> new ConcurrentLinkedDeque<>());
    }
}
