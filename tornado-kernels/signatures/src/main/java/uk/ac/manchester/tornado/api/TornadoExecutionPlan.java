package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;

/** Task graphs that run on a device; here, in plain Java. */
public class TornadoExecutionPlan implements AutoCloseable {

    private final ImmutableTaskGraph[] graphs;
    private GridScheduler grids;
    private int graph;

    public TornadoExecutionPlan(ImmutableTaskGraph... graphs) {
        this.graphs = graphs;
    }

    public TornadoExecutionPlan withDevice(TornadoDevice device) {
        return this;
    }

    public TornadoExecutionPlan withGraph(int index) {
        graph = index;
        return this;
    }

    public TornadoExecutionPlan withGridScheduler(GridScheduler gridScheduler) {
        grids = gridScheduler;
        return this;
    }

    public TornadoExecutionResult execute() {
        graphs[graph].run(grids);
        return new TornadoExecutionResult();
    }

    public TornadoExecutionPlan freeDeviceMemory() {
        return this;
    }

    @Override
    public void close() throws TornadoExecutionPlanException { }
}
