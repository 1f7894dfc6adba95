package io.deltaframe.operators.network;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/**
 * Contexts by what they are for: a caller takes one, or a new one where none is free, and puts it back. As many are
 * kept as calls ever ran at the same time. Safe for several threads.
 *
 * @param <K> size of frames, and whatever else contexts differ in
 * @param <C> kind of context
 */
final class ContextCache<K, C> {

    private final ConcurrentHashMap<K, ConcurrentLinkedDeque<C>> free = new ConcurrentHashMap<>();

    /**
     * Takes a context.
     *
     * @param key  what it is for
     * @param make makes one
     * @return a context nobody else has
     */
    C take(K key, Supplier<C> make) {
        C context = contexts(key).pollFirst();
        return context != null ? context : make.get();
    }

    /**
     * Puts a context back.
     *
     * @param key     what it is for
     * @param context the context
     */
    void give(K key, C context) {
        contexts(key).addFirst(context);
    }

    /** Forgets all free contexts. */
    void clear() {
        free.clear();
    }

    private ConcurrentLinkedDeque<C> contexts(K key) {
        return free.computeIfAbsent(key, any -> new ConcurrentLinkedDeque<>());
    }
}
