package io.deltaframe.api;

import java.io.Serializable;
import java.util.Objects;

/**
 * One of a model's classes with the score a recognition gave it.
 *
 * @param index position of the class in the model's output, from 0
 * @param label name of the class
 * @param score probability: softmax over the classes, averaged over views (and over the models of an ensemble), 0 to 1; only an
 *              ensemble that is configured to score as the released code does gives sums of clamped logits, 0 and up
 */
public record Action(int index, String label, double score) implements Serializable {

    public Action {
        Objects.requireNonNull(label, "label");
    }
}
