package io.deltaframe.api.swap;

import java.io.Serializable;
import java.util.Objects;

/**
 * A model compared with the one in service on live calls. Immutable.
 *
 * @param recognizer      name of the recognizer
 * @param current         the model in service, name and version
 * @param candidate       the model beside it, name and version
 * @param engine          engine the candidate ran on
 * @param ending          why the comparison ended
 * @param compared        calls both models answered
 * @param dropped         calls that were not compared because too many waited
 * @param failed          calls the candidate did not answer
 * @param failure         why the last of these failed; empty if none did
 * @param agreed          compared calls whose best action has the same name from both
 * @param sameLabels      whether both models name the same classes in the same order
 * @param scoreDifference largest difference between the scores of one class over all compared calls, 0 and up; NaN
 *                        where the labels differ or nothing was compared
 * @param currentLatency  of the model in service on the compared calls
 * @param latency         of the candidate on the same calls
 */
public record ShadowReport(String recognizer, String current, String candidate, String engine, Ending ending,
                           int compared, int dropped, int failed, String failure, int agreed, boolean sameLabels,
                           double scoreDifference, Latency currentLatency, Latency latency) implements Serializable {

    /** Why a comparison ended. */
    public enum Ending {
        /** As many calls were compared as were asked for. */
        CALLS,
        /** The time was over. */
        TIME,
        /** The recognizer was swapped to another model meanwhile, or has none any more. */
        SWAPPED
    }

    /**
     * Checks the components.
     *
     * @throws NullPointerException if a component is null
     */
    public ShadowReport {
        Objects.requireNonNull(recognizer, "recognizer");
        Objects.requireNonNull(current, "current");
        Objects.requireNonNull(candidate, "candidate");
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(ending, "ending");
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(currentLatency, "currentLatency");
        Objects.requireNonNull(latency, "latency");
    }
}
