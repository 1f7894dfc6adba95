package io.deltaframe.benchmarks;

/** An operator on inputs of the size a network has, computed in two ways. For one thread. */
public interface Workload {

    /** Computes it as this project does. */
    void engine();

    /** Computes it with plain loops by the definition. */
    void plain();

    /** {@return bytes that must be moved: every input read once, every output written once} */
    long bytes();

    /** {@return what {@link #engine} computed, in the order of the plain result} */
    float[] engineResult();

    /** {@return what {@link #plain} computed} */
    float[] plainResult();
}
