package io.deltaframe.operators.program;

/**
 * One operator bound to its inputs and outputs, cut into tasks that may run on any thread in any order. Each output
 * value is computed whole by one task, so results do not depend on the number of threads. Made once with the buffers it
 * works in, so that running a network allocates nothing.
 */
public interface Step {

    /** {@return number of tasks} */
    int tasks();

    /**
     * Runs a task.
     *
     * @param task number of the task, from 0
     * @param slot number of the running thread, unique among the threads that work on this step at this time
     */
    void run(int task, int slot);
}
