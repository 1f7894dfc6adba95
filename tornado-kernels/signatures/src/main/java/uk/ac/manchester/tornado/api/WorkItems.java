package uk.ac.manchester.tornado.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Steps through the work items of a grid in plain Java, group after group; not part of TornadoVM. The items of a group
 * run one after the other, unless the first of them meets a barrier: then each has a thread, and they wait for each
 * other as on a device. Local memory starts as NaN, because on a device it starts as anything.
 */
public final class WorkItems {

    private WorkItems() { }

    /**
     * Runs a kernel.
     *
     * @param grid   one or two dimensions, the local size in the first one only
     * @param kernel the kernel
     */
    public static void run(WorkerGrid grid, Consumer<KernelContext> kernel) {
        long[] global = grid.getGlobalWork();
        int local = Math.toIntExact(grid.getLocalWork()[0]);
        if (global[0] % local != 0 || grid.getLocalWork()[1] != 1) {
            throw new IllegalArgumentException("global size " + Arrays.toString(global)
                    + " is no multiple of the local size " + Arrays.toString(grid.getLocalWork()));
        }
        for (int y = 0; y < global[1]; y++) {
            for (int x = 0; x < global[0] / local; x++) {
                new Group(local).run(x, y, kernel);
            }
        }
    }

    /** The work items that share local memory. */
    static final class Group {

        private final int size;
        private final List<float[]> localArrays = new ArrayList<>();
        private final Phaser barrier = new Phaser(1);
        private final CountDownLatch firstStopped = new CountDownLatch(1);
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private volatile boolean meetsBarriers;

        Group(int size) {
            this.size = size;
        }

        synchronized float[] localArray(int number, int length) {
            if (number == localArrays.size()) {
                float[] array = new float[length];
                Arrays.fill(array, Float.NaN);
                localArrays.add(array);
            }
            return localArrays.get(number);
        }

        void await() {
            meetsBarriers = true;
            firstStopped.countDown();
            barrier.arriveAndAwaitAdvance();
        }

        private void run(int x, int y, Consumer<KernelContext> kernel) {
            List<Thread> items = new ArrayList<>();
            // Everybody is expected at the first barrier, whenever their thread starts.
            barrier.bulkRegister(size - 1);
            items.add(start(0, x, y, kernel));
            try {
                firstStopped.await();
                if (meetsBarriers) {
                    for (int item = 1; item < size; item++) {
                        items.add(start(item, x, y, kernel));
                    }
                    for (Thread item : items) {
                        item.join();
                    }
                } else {
                    for (int item = 1; item < size; item++) {
                        kernel.accept(new KernelContext(this, item, x, y, size));
                    }
                    if (meetsBarriers) {
                        throw new IllegalStateException(
                                "a work item met a barrier that the first of its group did not meet");
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            if (failure.get() != null) {
                throw new IllegalStateException("a work item of group " + x + "," + y + " failed", failure.get());
            }
        }

        private Thread start(int item, int x, int y, Consumer<KernelContext> kernel) {
            return Thread.startVirtualThread(() -> {
                try {
                    kernel.accept(new KernelContext(this, item, x, y, size));
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                } finally {
                    barrier.arriveAndDeregister();
                    firstStopped.countDown();
                }
            });
        }
    }
}
