package io.deltaframe.live.gate;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Says in which parts of a stream nothing moves. It compares the brightness of cells from look to look. A cell has
 * changed if the change stands out from what the cell's noise makes of it; a change of all cells alike is light, and no
 * motion; cells that changed are motion where enough of them touch. For one thread at a time.
 */
public final class MotionGate {

    /** Stream time between looks, in microseconds: a walker moves by some of a cell. */
    public static final long INTERVAL = 125_000;
    /** Motion lasts as long after the last change, in microseconds of stream time. */
    private static final long HOLD = 1_000_000;
    /** Levels of brightness, of 255, below which no change counts: compression alone makes smaller ones. */
    private static final float LEAST_CHANGE = 3;
    /** A change counts from as many times the cell's noise. */
    private static final float NOISES = 4.5f;
    /** A cell's noise is taken for this at most, so that a strong change counts in a restless place too. */
    private static final float MOST_NOISE = 6;
    /** One change teaches at most as much: somebody who passes must not make a place blind. */
    private static final float MOST_LEARNED = 2 * MOST_NOISE;
    private static final float RATE = 0.01f;
    /** Cells that touch each other, by side or corner, from which they are motion. */
    private static final int GROUP = 3;
    /** Parts with motion that are remembered; more than there are in the longest window. */
    private static final int MOST_PARTS = 1024;

    /** A part of the stream with motion. */
    private record Part(long begin, long end) { }

    private final float[] noise = new float[LumaCells.SIDE * LumaCells.SIDE];
    private final float[] changes = new float[noise.length];
    private final boolean[] changed = new boolean[noise.length];
    private final int[] stack = new int[noise.length];
    private final Deque<Part> parts = new ArrayDeque<>();
    private float[] before;
    private int looks;
    private long first;
    private long last;

    /** Forgets the stream: a new epoch begins. */
    public void reset() {
        before = null;
        looks = 0;
        parts.clear();
        Arrays.fill(noise, 0);
    }

    /**
     * Takes a look.
     *
     * @param time  stream time in microseconds; a look that is not later than the one before is passed over
     * @param cells of {@link LumaCells}; not changed afterwards
     */
    public void look(long time, float[] cells) {
        if (before == null) {
            first = time;
            // Nobody knows what moved before
            moves(time, time);
        } else if (time <= last) {
            return;
        } else if (compare(cells)) {
            moves(last, time);
        }
        before = cells;
        last = time;
    }

    private void moves(long begin, long time) {
        Part newest = parts.peekLast();
        if (newest != null && newest.end() >= begin) {
            parts.removeLast();
            parts.addLast(new Part(newest.begin(), time + HOLD));
        } else {
            parts.addLast(new Part(begin, time + HOLD));
            if (parts.size() > MOST_PARTS) {
                parts.removeFirst();
            }
        }
    }

    /**
     * {@return whether nothing moved in a part of the stream, as far as it has been looked at}
     *
     * @param begin stream time at which it begins, in microseconds
     * @param end   stream time at which it ends
     */
    public boolean still(long begin, long end) {
        return before != null && first <= begin && last > begin
                && parts.stream().noneMatch(part -> part.begin() < end && part.end() > begin);
    }

    /**
     * Forgets motion of old.
     *
     * @param time stream time in microseconds before which nobody asks any more
     */
    public void forgetBefore(long time) {
        while (!parts.isEmpty() && parts.getFirst().end() < time) {
            parts.removeFirst();
        }
    }

    private boolean compare(float[] cells) {
        for (int i = 0; i < changes.length; i++) {
            changes[i] = cells[i] - before[i];
        }
        float[] sorted = changes.clone();
        Arrays.sort(sorted);
        float light = sorted[sorted.length / 2];
        float rate = Math.max(RATE, 1f / (looks++ + 2));
        for (int i = 0; i < changes.length; i++) {
            float change = Math.abs(changes[i] - light);
            float rms = Math.min(MOST_NOISE, (float) Math.sqrt(noise[i]));
            changed[i] = change > Math.max(LEAST_CHANGE, NOISES * rms);
            float learned = Math.min(change, MOST_LEARNED);
            noise[i] += rate * (learned * learned - noise[i]);
        }
        return hasGroup();
    }

    /** {@return whether enough cells that changed touch; forgets which have} */
    private boolean hasGroup() {
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] && group(i) >= GROUP) {
                return true;
            }
        }
        return false;
    }

    private int group(int cell) {
        int waiting = 0;
        int count = 0;
        stack[waiting++] = cell;
        changed[cell] = false;
        while (waiting > 0) {
            int each = stack[--waiting];
            count++;
            int x = each % LumaCells.SIDE;
            int y = each / LumaCells.SIDE;
            for (int row = Math.max(0, y - 1); row <= Math.min(LumaCells.SIDE - 1, y + 1); row++) {
                for (int column = Math.max(0, x - 1); column <= Math.min(LumaCells.SIDE - 1, x + 1); column++) {
                    int next = row * LumaCells.SIDE + column;
                    if (changed[next]) {
                        changed[next] = false;
                        stack[waiting++] = next;
                    }
                }
            }
        }
        return count;
    }
}
