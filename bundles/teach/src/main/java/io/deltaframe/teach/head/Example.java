package io.deltaframe.teach.head;

import io.deltaframe.teach.dataset.LessonClip;
import io.deltaframe.teach.feature.ClipFeatures;
import io.deltaframe.teach.learner.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * A clip and its features.
 *
 * @param clip     the clip
 * @param features of all its views, or of its windows if it is a negative
 */
public record Example(LessonClip clip, ClipFeatures features) {

    /**
     * {@return the index of its class}
     *
     * @param actions number of actions; the class of negatives comes after them
     */
    int label(int actions) {
        return clip.negative() ? actions : clip.label();
    }

    /** {@return a sample a view; those of a clip have the weight of one, windows of a negative one each} */
    List<Sample> samples(int actions) {
        List<Sample> samples = new ArrayList<>();
        int views = features.views().length;
        for (int view = 0; view < views; view++) {
            samples.add(sample(view, actions, clip.negative() ? 1 : 1.0 / views));
        }
        return samples;
    }

    /** {@return what a recognition sees: the view in the middle; of a negative each window} */
    List<Sample> seen(int actions) {
        return clip.negative() ? samples(actions) : List.of(sample(features.middle(), actions, 1));
    }

    private Sample sample(int view, int actions, double weight) {
        return new Sample(features.mean(view), features.views()[view], label(actions), weight);
    }
}
