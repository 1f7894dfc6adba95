package uk.ac.manchester.tornado.api;

/** Sizes of a grid, in work items, in three dimensions. */
public interface WorkerGrid {

    long[] getGlobalWork();

    long[] getLocalWork();

    void setGlobalWork(long x, long y, long z);

    void setLocalWork(long x, long y, long z);
}
