package io.deltaframe.recognizer.inference;

import java.util.concurrent.atomic.AtomicInteger;

/** How many hold something that the last one frees; one at first. Safe for several threads. */
final class HoldCount {

    private final AtomicInteger holders = new AtomicInteger(1);

    /** {@return whether the caller now holds it; false once everybody had released it} */
    boolean retain() {
        return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /**
     * {@return whether this was the last hold}
     *
     * @param what is held, for the message
     * @throws IllegalStateException if nobody held it
     */
    boolean release(Object what) {
        int left = holders.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException(what + " was released too often");
        }
        return left == 0;
    }
}
