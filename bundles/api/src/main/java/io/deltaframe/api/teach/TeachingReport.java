package io.deltaframe.api.teach;

import java.io.Serializable;
import java.util.List;

/**
 * What was taught, and how good it can be expected to be. All numbers are of clips that were left out while the learner
 * was fitted, a group at a time. Immutable.
 *
 * @param file               path of the checkpoint
 * @param sha256             SHA-256 of the checkpoint, 64 lower-case hexadecimal digits
 * @param labels             classes of the model in the order of its outputs
 * @param actions            classes of the confusion matrix: the taught actions, then {@code none}
 * @param clips              clips of each of {@code actions} that were taught from
 * @param learner            the learner that was taken
 * @param learners           how each learner did
 * @param confusion          a row each of {@code actions}: how often its clips came out as each of {@code actions};
 *                           empty where nothing could be left out
 * @param negativeHours      hours of negatives
 * @param falseAlarmsPerHour false alarms an hour of the negatives; NaN where there are none
 * @param mostFalseAlarms    false alarms an hour that there are not more of, at 95 % confidence; NaN where there are no
 *                           negatives
 * @param suspicious         clips that look mislabelled, with what they look like
 * @param unreadable         clips that could not be read, with the reason
 * @param warnings           what people should know
 */
public record TeachingReport(String file, String sha256, List<String> labels, List<String> actions,
        List<Integer> clips, String learner, List<LearnerResult> learners, List<List<Integer>> confusion,
        double negativeHours, double falseAlarmsPerHour, double mostFalseAlarms,
        List<String> suspicious, List<String> unreadable, List<String> warnings)
        implements Serializable {

    /**
     * Copies the lists.
     *
     * @throws NullPointerException if a list or an element is null
     */
    public TeachingReport {
        labels = List.copyOf(labels);
        actions = List.copyOf(actions);
        clips = List.copyOf(clips);
        learners = List.copyOf(learners);
        confusion = confusion.stream().map(List::copyOf).toList();
        suspicious = List.copyOf(suspicious);
        unreadable = List.copyOf(unreadable);
        warnings = List.copyOf(warnings);
    }
}
