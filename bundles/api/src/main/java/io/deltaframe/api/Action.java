package io.deltaframe.api;

import java.io.Serializable;
import java.util.Objects;

/**
 * One of a model's classes with the score a recognition gave it. Immutable.
 *
 * @param index position of the class in the model's output, from 0
 * @param label name of the class
 * @param score probability, 0 to 1: softmax over the classes, averaged over views and over the models of an ensemble;
 *              only an ensemble that is configured to score as the released code does gives sums of clamped logits, 0
 *              and up
 */
public record Action(int index, String label, double score) implements Serializable {

    /**
     * Checks the components.
     *
     * @throws NullPointerException if {@code label} is null
     */
    public Action {
        Objects.requireNonNull(label, "label");
    }
}
