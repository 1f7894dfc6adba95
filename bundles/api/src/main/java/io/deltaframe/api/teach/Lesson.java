package io.deltaframe.api.teach;

import java.io.Serializable;
import java.util.Objects;

/**
 * What is to be taught. Immutable.
 *
 * @param folder             path of a folder with a sub-folder an action, and {@code none} for what is no action
 * @param name               name of the model to be made
 * @param version            its version in OSGi syntax, such as {@code 1.0.0}
 * @param file               path of the checkpoint to write; a file that is there is replaced once the new one is whole
 * @param cache              path of a folder for features of clips; made if it is not there
 * @param learner            name of the learner to take, or {@value #BEST_LEARNER}
 * @param views              looks at each clip, spread over its time; odd, 1 to 25
 * @param keepBaseClasses    whether the base model's classes stay, in front of the new ones
 * @param falseAlarmsPerHour false alarms an hour of negatives that are accepted, 0 or more
 * @param workers            clips worked on at the same time, at least 1; the result does not depend on it
 */
public record Lesson(String folder, String name, String version, String file, String cache, String learner, int views,
        boolean keepBaseClasses, double falseAlarmsPerHour, int workers) implements Serializable {

    /** Chooses the learner that does best on clips it has not been given. */
    public static final String BEST_LEARNER = "best";

    /** Most views of a clip. */
    public static final int MOST_VIEWS = 25;

    /**
     * Checks the components.
     *
     * @throws NullPointerException     if a text is null
     * @throws IllegalArgumentException if a number is out of its range; the message names it
     */
    public Lesson {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(cache, "cache");
        Objects.requireNonNull(learner, "learner");
        if (views < 1 || views > MOST_VIEWS || views % 2 == 0) {
            throw new IllegalArgumentException("views must be odd, from 1 to " + MOST_VIEWS + ", but is " + views);
        }
        if (!(falseAlarmsPerHour >= 0) || Double.isInfinite(falseAlarmsPerHour)) {
            throw new IllegalArgumentException("falseAlarmsPerHour must be 0 or more but is " + falseAlarmsPerHour);
        }
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be at least 1 but is " + workers);
        }
    }
}
