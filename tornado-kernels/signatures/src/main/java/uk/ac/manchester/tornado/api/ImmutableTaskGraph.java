package uk.ac.manchester.tornado.api;

import java.util.List;

/** A task graph that is complete. */
public class ImmutableTaskGraph {

    private final List<TaskGraph.Step> steps;

    ImmutableTaskGraph(List<TaskGraph.Step> steps) {
        this.steps = steps;
    }

    void run(GridScheduler grids) {
        for (TaskGraph.Step step : steps) {
            WorkerGrid grid = grids.get(step.name());
            if (grid == null) {
                throw new IllegalStateException("no grid for " + step.name());
            }
            WorkItems.run(grid, step.kernel());
        }
    }
}
