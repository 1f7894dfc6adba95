package io.deltaframe.operators.network;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/**
 * Contexts by size of frames: a caller takes one, or a new one where none is free, and puts it back. As many are kept
 * as calls ever ran at the same time. Safe for several threads.
 *
 * @param <C> kind of context
 */
final class ContextCache<C> {

    private final ConcurrentHashMap<Long, ConcurrentLinkedDeque<C>> free = new ConcurrentHashMap<>();

    /**
     * Takes a context.
     *
     * @param height rows of a frame
     * @param width  columns of a frame
     * @param make   makes one
     * @return a context nobody else has
     */
    C take(int height, int width, Supplier<C> make) {
        C context = contexts(height, width).pollFirst();
        return context != null ? context : make.get();
    }

    /**
     * Puts a context back.
     *
     * @param height rows of a frame
     * @param width  columns of a frame
     * @param context   the context
     */
    void give(int height, int width, C context) {
        contexts(height, width).addFirst(context);
    }

    /** Forgets all free contexts. */
    void clear() {
        free.clear();
    }

    private ConcurrentLinkedDeque<C> contexts(int height, int width) {
        return free.computeIfAbsent((long) height << 32 | width, size -> new ConcurrentLinkedDeque<>());
    }
}
