package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.WorkItems.Group;

/**
 * What a kernel knows of its place in the grid. Made by {@link WorkItems} for each work item, and as a placeholder in
 * task graphs.
 */
public class KernelContext {

    public final Integer globalIdx;
    public final Integer globalIdy;
    public final Integer localIdx;
    public final Integer groupIdx;
    public final Integer groupIdy;
    public final Integer localGroupSizeX;

    private final Group group;
    private int allocations;

    public KernelContext() {
        this(null, 0, 0, 0, 1);
    }

    KernelContext(Group group, int local, int groupX, int groupY, int localSize) {
        this.group = group;
        this.globalIdx = groupX * localSize + local;
        this.globalIdy = groupY;
        this.localIdx = local;
        this.groupIdx = groupX;
        this.groupIdy = groupY;
        this.localGroupSizeX = localSize;
    }

    public void localBarrier() {
        group.await();
    }

    public float[] allocateFloatLocalArray(int size) {
        return group.localArray(allocations++, size);
    }
}
