package io.deltaframe.benchmarks;

import com.sun.management.ThreadMXBean;
import io.deltaframe.benchmarks.InTurn.Work;
import java.lang.management.ManagementFactory;

/** Heap in use, and allocation of all threads. */
public final class Memory {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Memory() { }

    /**
     * {@return megabytes (2^20) of heap in use after collections}
     *
     * @throws InterruptedException if interrupted
     */
    public static double heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0;
    }

    /**
     * {@return bytes allocated a run, by all threads that live before and after; the least of several counts, because
     * the compiler's and the JVM's own work comes and goes}
     *
     * @param runs runs a count
     * @param work what to run
     * @throws Exception if it fails
     */
    public static double allocatedByRun(int runs, Work work) throws Exception {
        double least = Double.POSITIVE_INFINITY;
        for (int count = 0; count < 3; count++) {
            long before = THREADS.getTotalThreadAllocatedBytes();
            for (int i = 0; i < runs; i++) {
                work.run();
            }
            least = Math.min(least, (double) (THREADS.getTotalThreadAllocatedBytes() - before) / runs);
        }
        return least;
    }
}
