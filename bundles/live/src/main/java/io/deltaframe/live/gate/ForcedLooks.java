package io.deltaframe.live.gate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * When a network has to look although nothing moves: where it has not for a while, in a new epoch, and after a swap.
 * For one thread at a time.
 */
public final class ForcedLooks {

    private final long every;
    private int epoch;
    private long end;
    private List<?> networks = List.of();

    /** @param every stream time from one look to the next at most */
    public ForcedLooks(Duration every) {
        this.every = TimeUnit.NANOSECONDS.toMicros(every.toNanos());
    }

    /**
     * {@return whether a look is due}
     *
     * @param now   epoch of the window in question
     * @param until stream time of its end, in microseconds
     * @param those networks that would look
     */
    public boolean due(int now, long until, List<?> those) {
        return now != epoch || until - end >= every || !those.equals(networks);
    }

    /**
     * Notes that networks have looked.
     *
     * @param now   epoch of the window
     * @param until stream time of its end, in microseconds
     * @param those networks that looked
     */
    public void looked(int now, long until, List<?> those) {
        epoch = now;
        end = until;
        networks = those;
    }
}
