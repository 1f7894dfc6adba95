package io.deltaframe.tornado.kernels;

/**
 * One launch of a kernel: its numbers, and the size of its grid. Several steps share a table of ints; a kernel finds
 * its numbers from {@code step * SIZE} on, so that sizes may change without compiling anything again. Immutable.
 *
 * @param kernel  the kernel
 * @param numbers at most {@value #LIST} ints, in the order the kernel's documentation has them
 * @param list    ints of any number behind all steps; a kernel finds the place of its list at {@value #LIST}
 * @param groupsX work groups in the first dimension
 * @param groupsY work groups in the second dimension
 * @param local   work items a group, all in the first dimension
 */
public record KernelStep(Kernel kernel, int[] numbers, int[] list, int groupsX, int groupsY, int local) {

    /** Ints a step. */
    public static final int SIZE = 24;

    /** Place of the list's place. */
    public static final int LIST = 23;

    /** Work items a group of the kernels that compute one value each: a multiple of every device's width. */
    static final int ITEMS = 128;

    private static final int[] NO_LIST = {};

    static KernelStep each(Kernel kernel, long items, int... numbers) {
        return each(kernel, items, NO_LIST, numbers);
    }

    /** A step whose kernel computes one value a work item; the first number is how many. */
    static KernelStep each(Kernel kernel, long items, int[] list, int... numbers) {
        int[] all = new int[numbers.length + 1];
        all[0] = Math.toIntExact(items);
        System.arraycopy(numbers, 0, all, 1, numbers.length);
        return new KernelStep(kernel, all, list, (all[0] + ITEMS - 1) / ITEMS, 1, ITEMS);
    }
}
