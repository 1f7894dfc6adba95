package io.deltaframe.api;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What a recognizer found in a video. Immutable.
 *
 * @param video    the location that was given, or a description of frames that were given
 * @param model    the model, and thereby the version, that really made this recognition
 * @param engine   name of the engine the network ran on, such as {@code simd}; those of an ensemble's networks, joined
 *                 by {@code +} where they differ
 * @param frames   number of frames the video has, or that were given; at least 1
 * @param views    the views that were averaged, in the order they were computed
 * @param timing   where the time went
 * @param actions  every class of the model, best first; equal scores in order of index
 * @param logits   logits by class index, one a class, before softmax: averaged over segments and views, and over the
 *                 models of an ensemble
 * @param warnings what was not right but did not prevent the recognition, such as damage in the middle of a file
 */
public record Recognition(String video, ModelInfo model, String engine, int frames, List<View> views, Timing timing,
                          List<Action> actions, List<Float> logits, List<String> warnings) implements Serializable {

    /**
     * Checks the components.
     *
     * @throws NullPointerException if a component or an element of one is null
     */
    public Recognition {
        Objects.requireNonNull(video, "video");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(timing, "timing");
        views = List.copyOf(views);
        actions = List.copyOf(actions);
        logits = List.copyOf(logits);
        warnings = List.copyOf(warnings);
    }

    /**
     * {@return the action with the highest score}
     *
     * @throws java.util.NoSuchElementException if there are no actions
     */
    public Action best() {
        return actions.getFirst();
    }

    /**
     * {@return the best actions, at most {@code k}}
     *
     * @param k how many, at least 1; more than there are gives all of them
     */
    public List<Action> top(int k) {
        return actions.subList(0, Math.min(k, actions.size()));
    }
}
