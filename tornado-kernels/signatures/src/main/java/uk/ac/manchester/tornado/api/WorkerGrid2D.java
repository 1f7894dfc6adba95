package uk.ac.manchester.tornado.api;

/** A grid of two dimensions. */
public class WorkerGrid2D implements WorkerGrid {

    private long[] global;
    private long[] local;

    public WorkerGrid2D(int x, int y) {
        global = new long[] {x, y, 1};
    }

    @Override
    public long[] getGlobalWork() {
        return global;
    }

    @Override
    public long[] getLocalWork() {
        return local;
    }

    @Override
    public void setGlobalWork(long x, long y, long z) {
        global = new long[] {x, y, z};
    }

    @Override
    public void setLocalWork(long x, long y, long z) {
        local = new long[] {x, y, z};
    }
}
