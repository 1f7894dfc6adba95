package io.deltaframe.tornado.device;

import io.deltaframe.tornado.kernels.Kernel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The different sequences of kernels that a network launches. There are about ten, whatever its depth: bottlenecks are
 * alike, and sizes and weights are numbers in a table. Each is a task graph, far below TornadoVM's limits, that is
 * compiled once. For one thread at a time.
 */
public final class GraphShapes {

    private final Map<List<Kernel>, Integer> shapes = new LinkedHashMap<>();

    /**
     * {@return the number of a shape}
     *
     * @param kernels the shape, new or known
     */
    public int index(List<Kernel> kernels) {
        Integer known = shapes.putIfAbsent(kernels, shapes.size());
        return known != null ? known : shapes.size() - 1;
    }

    /** {@return all shapes known so far, in the order of their numbers} */
    public List<List<Kernel>> all() {
        return List.copyOf(shapes.keySet());
    }

    static String graphName(int graph) {
        return "tdn" + graph;
    }

    static String taskName(int graph, int task) {
        return graphName(graph) + "." + shortTaskName(task);
    }

    static String shortTaskName(int task) {
        return "k" + task;
    }
}
