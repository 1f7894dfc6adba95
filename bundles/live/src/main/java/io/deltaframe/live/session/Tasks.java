package io.deltaframe.live.session;

import io.deltaframe.api.live.ActionEvent.Ending;
import io.deltaframe.live.window.DueWindow;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a session has to do on its turns, in order. For one thread at a time. */
final class Tasks {

    /** What is to be done on a turn. */
    sealed interface Task { }

    /**
     * Look at a window.
     *
     * @param window the window
     * @param still  whether nothing moves in it
     */
    record Look(DueWindow window, boolean still) implements Task { }

    /**
     * End all open events.
     *
     * @param why    of the end
     * @param reason the same for people
     */
    record EndEvents(Ending why, String reason) implements Task { }

    private final Deque<Task> waiting = new ArrayDeque<>();

    void add(Task task) {
        waiting.addLast(task);
    }

    /** {@return the next one, or null} */
    Task next() {
        return waiting.pollFirst();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void clear() {
        waiting.clear();
    }

    /** {@return whether a window waits} */
    boolean hasLook() {
        return waiting.stream().anyMatch(Look.class::isInstance);
    }

    /** {@return how many windows waited; they do so no more} */
    int dropLooks() {
        return drop(false);
    }

    /**
     * Has windows that wait give way to a newer one. One in which nothing moves is no reason to miss one in which
     * something does.
     *
     * @param newer look
     * @return how many gave way
     */
    int giveWay(Look newer) {
        return drop(newer.still());
    }

    private int drop(boolean onlyStill) {
        int before = waiting.size();
        waiting.removeIf(task -> task instanceof Look look && (look.still() || !onlyStill));
        return before - waiting.size();
    }
}
