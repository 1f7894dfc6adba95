package io.deltaframe.api.health;

import java.io.Serializable;
import java.util.Objects;

/**
 * State of one part at one moment. Immutable.
 *
 * @param kind   what the part is
 * @param name   its name, such as the name of a recognizer or the file of a model
 * @param state  whether it can be used
 * @param reason why it is in this state, for people: empty while all is well
 */
public record Readiness(Kind kind, String name, State state, String reason) implements Serializable {

    /** What a part is. */
    public enum Kind {
        /** A checkpoint that is offered, or is to be. */
        MODEL,
        /** What runs networks on one kind of hardware. */
        ENGINE,
        /** What names the actions in videos. */
        RECOGNIZER,
        /** A configured source of frames: whether its configuration can be used. Its session tells where it stands. */
        CAMERA
    }

    /** Whether a part can be used. */
    public enum State {
        /** Waiting for something else to appear, such as a recognizer for its model. */
        WAITING,
        /** Being read, compiled or warmed. */
        LOADING,
        /** In service. */
        READY,
        /** Cannot be used, and will not be without a change from outside. */
        FAILED
    }

    /**
     * Checks the components.
     *
     * @throws NullPointerException if a component is null
     */
    public Readiness {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(reason, "reason");
    }
}
