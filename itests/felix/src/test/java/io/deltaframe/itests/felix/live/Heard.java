package io.deltaframe.itests.felix.live;

import static org.junit.jupiter.api.Assertions.fail;

import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.LiveListener;
import io.deltaframe.api.live.SourceEvent;
import io.deltaframe.api.live.SourceState;
import io.deltaframe.api.live.WindowResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A listener that remembers everything, and waits for what is to come. */
final class Heard implements LiveListener {

    private static final long PATIENCE_SECONDS = 120;

    private final List<SourceEvent> states = new ArrayList<>();
    private final List<WindowResult> windows = new ArrayList<>();
    private final List<Object> all = new ArrayList<>();

    private synchronized <T> void add(List<T> list, T each) {
        list.add(each);
        all.add(each);
        notifyAll();
    }

    @Override
    public void window(WindowResult result) {
        add(windows, result);
    }

    @Override
    public void started(ActionEvent event) {
        add(new ArrayList<>(), event);
    }

    @Override
    public void ended(ActionEvent event) {
        add(new ArrayList<>(), event);
    }

    @Override
    public void source(SourceEvent event) {
        add(states, event);
    }

    /** {@return everything that was heard, as text} */
    synchronized String text() {
        return all.toString();
    }

    /** {@return how many states were told so far} */
    synchronized int count() {
        return states.size();
    }

    /** {@return the first state of a kind from some state on, waited for} */
    synchronized SourceEvent await(SourceState state, int from) throws InterruptedException {
        return await(states, from, event -> event.state() == state, state.name());
    }

    /** {@return a window, waited for} */
    synchronized WindowResult awaitWindow(Predicate<WindowResult> wanted) throws InterruptedException {
        return await(windows, 0, wanted, "a window");
    }

    private <T> T await(List<T> list, int from, Predicate<T> wanted, String what) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        int next = from;
        while (true) {
            for (; next < list.size(); next++) {
                if (wanted.test(list.get(next))) {
                    return list.get(next);
                }
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                fail("expected " + what + " after " + from + ", heard " + states + " and " + windows.size()
                        + " windows");
            }
            wait(left);
        }
    }
}
