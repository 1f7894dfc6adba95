package io.deltaframe.tornado.device;

import io.deltaframe.tornado.kernels.Kernel;
import io.deltaframe.tornado.kernels.KernelStep;
import java.util.Arrays;
import java.util.List;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.WorkerGrid2D;

/**
 * One execution of a task graph: the table of its steps' numbers, and their grids. Launches with the same kernels in
 * the same order share a graph. For one thread at a time.
 */
public final class GraphLaunch {

    private final int graph;
    private final int[] table;
    private final GridScheduler grids = new GridScheduler();

    /**
     * Prepares a launch.
     *
     * @param graphs knows the graph, or makes it known
     * @param steps  what it does
     */
    public GraphLaunch(GraphShapes graphs, List<KernelStep> steps) {
        graph = graphs.index(kernels(steps));
        int lists = steps.stream().mapToInt(step -> step.list().length).sum();
        table = new int[steps.size() * KernelStep.SIZE + lists];
        int list = steps.size() * KernelStep.SIZE;
        for (int i = 0; i < steps.size(); i++) {
            KernelStep step = steps.get(i);
            System.arraycopy(step.numbers(), 0, table, i * KernelStep.SIZE, step.numbers().length);
            System.arraycopy(step.list(), 0, table, list, step.list().length);
            table[i * KernelStep.SIZE + KernelStep.LIST] = list;
            list += step.list().length;
            WorkerGrid2D grid = new WorkerGrid2D(Math.multiplyExact(step.groupsX(), step.local()), step.groupsY());
            grid.setLocalWork(step.local(), 1, 1);
            grids.addWorkerGrid(GraphShapes.taskName(graph, i), grid);
        }
    }

    private static List<Kernel> kernels(List<KernelStep> steps) {
        return steps.stream().map(KernelStep::kernel).toList();
    }

    /** {@return the number of the graph} */
    int graph() {
        return graph;
    }

    /** {@return the numbers and lists of all steps} */
    public int[] table() {
        return table;
    }

    /** {@return the grids of all steps} */
    GridScheduler grids() {
        return grids;
    }

    /**
     * Replaces the end of the last step's list.
     *
     * @param values as many as it ends with
     */
    public void endOfList(int[] values) {
        System.arraycopy(values, 0, table, table.length - values.length, values.length);
    }

    @Override
    public String toString() {
        return "launch of graph " + graph + " with " + Arrays.toString(table);
    }
}
