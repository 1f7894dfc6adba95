package io.deltaframe.teach.head;

/**
 * What a learner says of a view of a clip that it was not given.
 *
 * @param example the clip
 * @param label   index of its class, the number of actions for a negative
 * @param scores  one an action, and one for none of them
 * @param counted whether other clips of the action were given; without them it cannot be known
 */
record HeldOut(Example example, int label, double[] scores, boolean counted) {

    /** {@return the action with the highest score} */
    int best() {
        int best = 0;
        for (int k = 1; k < scores.length - 1; k++) {
            best = scores[k] > scores[best] ? k : best;
        }
        return best;
    }

    /** {@return by how much the best action's score is more than that of none} */
    double margin() {
        return scores[best()] - scores[scores.length - 1];
    }

    boolean negative() {
        return label == scores.length - 1;
    }

    boolean right() {
        return best() == label;
    }
}
