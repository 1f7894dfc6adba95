package io.deltaframe.tornado.device;

import java.util.Map;
import java.util.TreeMap;

/**
 * Places for encoded segments at the end of the array of maps, whose front the programs work in. Places are counted
 * from the end, so that they stay what they are when the array grows in front. Safe for several threads.
 */
public final class SlotAllocator {

    /** Size by place: a place is the distance of the first float from the end of the array. */
    private final TreeMap<Integer, Integer> taken = new TreeMap<>();

    /**
     * Takes the nearest free place to the end.
     *
     * @param floats how many
     * @return the place
     */
    public synchronized int take(int floats) {
        int end = 0;
        for (Map.Entry<Integer, Integer> slot : taken.entrySet()) {
            int gap = slot.getKey() - slot.getValue() - end;
            if (gap >= floats) {
                break;
            }
            end = slot.getKey();
        }
        int place = Math.addExact(end, floats);
        taken.put(place, floats);
        return place;
    }

    /**
     * Gives a place back.
     *
     * @param place a place that was taken
     */
    public synchronized void giveBack(int place) {
        taken.remove(place);
    }

    /** {@return floats from the first taken place to the end} */
    public synchronized int floats() {
        return taken.isEmpty() ? 0 : taken.lastKey();
    }
}
