package io.deltaframe.live.camera;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.osgi.service.component.annotations.Component;

/** Cameras that wait for a name which another one has: they try again when a camera ends. Safe for several threads. */
@Component(service = NameTurns.class)
public final class NameTurns {

    private final Set<Runnable> waiting = new CopyOnWriteArraySet<>();

    /**
     * Notes a camera that found its name taken.
     *
     * @param again has it try again
     */
    void await(Runnable again) {
        waiting.add(again);
    }

    /**
     * Forgets a camera.
     *
     * @param again as it was given
     */
    void forget(Runnable again) {
        waiting.remove(again);
    }

    /** Told that a camera gave up its name. */
    void released() {
        waiting.forEach(again -> {
            waiting.remove(again);
            again.run();
        });
    }
}
