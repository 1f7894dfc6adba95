package io.deltaframe.teach.learner;

/** Arithmetic on rows of numbers, in the order of their elements. */
final class Vectors {

    private Vectors() { }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Adds {@code factor * b} to {@code a}. */
    static void add(double[] a, double factor, double[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += factor * b[i];
        }
    }
}
