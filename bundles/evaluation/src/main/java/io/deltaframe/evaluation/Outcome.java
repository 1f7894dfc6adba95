package io.deltaframe.evaluation;

import java.util.List;

/**
 * What became of one video: a line of {@code scores.jsonl}.
 *
 * @param video    of the list
 * @param frames   frames it really has; 0 where it could not be read
 * @param scores   a score a class; empty where it could not be read
 * @param warnings what was not right but did not prevent the recognition
 * @param error    why it could not be recognised; empty if it was
 */
record Outcome(ListedVideo video, int frames, List<Double> scores, List<String> warnings, String error) {

    Outcome {
        scores = List.copyOf(scores);
        warnings = List.copyOf(warnings);
    }

    /** {@return whether the video was recognised} */
    boolean isScored() {
        return error.isEmpty();
    }

    /** {@return class with the highest score, the first of equals} */
    int prediction() {
        int best = 0;
        for (int i = 1; i < scores.size(); i++) {
            if (scores.get(i) > scores.get(best)) {
                best = i;
            }
        }
        return best;
    }

    /**
     * {@return whether the right class is among the best {@code k}, equal scores in order of index}
     *
     * @param k how many
     */
    boolean isAmongBest(int k) {
        double right = scores.get(video.label());
        int better = 0;
        for (int i = 0; i < scores.size(); i++) {
            if (scores.get(i) > right || scores.get(i) == right && i < video.label()) {
                better++;
            }
        }
        return better < k;
    }
}
