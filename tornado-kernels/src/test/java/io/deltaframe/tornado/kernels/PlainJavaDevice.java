package io.deltaframe.tornado.kernels;

import java.util.random.RandomGenerator;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.WorkItems;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid2D;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Memory as a device has it, NaN where nothing was written, and steps run in plain Java. */
final class PlainJavaDevice {

    final FloatArray maps = new FloatArray(1 << 20);
    final FloatArray weights = new FloatArray(1 << 18);
    final FloatArray logits = new FloatArray(64);
    private int mapsUsed = 5;
    private int weightsUsed = 3;

    PlainJavaDevice() {
        for (int i = 0; i < maps.getSize(); i++) {
            maps.set(i, Float.NaN);
        }
        for (int i = 0; i < logits.getSize(); i++) {
            logits.set(i, Float.NaN);
        }
    }

    /** A map with a border of zeros and NaN inside. */
    MapLayout map(int images, int height, int width, int channels, int pad) {
        MapLayout map = new MapLayout(mapsUsed, images, height, width, channels, pad);
        mapsUsed += (int) map.floats() + 7;
        for (int n = 0; n < images; n++) {
            for (int y = -pad; y < height + pad; y++) {
                for (int x = -pad; x < width + pad; x++) {
                    for (int c = 0; c < channels && (y < 0 || x < 0 || y >= height || x >= width); c++) {
                        maps.set(index(map, n, y, x) + c, 0f);
                    }
                }
            }
        }
        return map;
    }

    MapLayout map(int images, int height, int width, int channels, int pad, float[] nchw) {
        MapLayout map = map(images, height, width, channels, pad);
        int i = 0;
        for (int n = 0; n < images; n++) {
            for (int c = 0; c < channels; c++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        maps.set(index(map, n, y, x) + c, nchw[i++]);
                    }
                }
            }
        }
        return map;
    }

    float[] nchw(MapLayout map) {
        float[] nchw = new float[map.images() * map.channels() * map.pixels()];
        int i = 0;
        for (int n = 0; n < map.images(); n++) {
            for (int c = 0; c < map.channels(); c++) {
                for (int y = 0; y < map.height(); y++) {
                    for (int x = 0; x < map.width(); x++) {
                        nchw[i++] = maps.get(index(map, n, y, x) + c);
                    }
                }
            }
        }
        return nchw;
    }

    /** {@return whether the border is as it was} */
    boolean borderIsZero(MapLayout map) {
        float sum = 0;
        for (int i = 0; i < map.floats(); i++) {
            sum += Math.abs(maps.get(map.base() + i));
        }
        float inside = 0;
        for (float value : nchw(map)) {
            inside += Math.abs(value);
        }
        return Math.abs(sum - inside) <= 1e-3f * inside;
    }

    static int index(MapLayout map, int n, int y, int x) {
        return map.base() + n * map.image() + (y + map.pad()) * map.row() + (x + map.pad()) * map.channels();
    }

    /** Puts constants into the weights. */
    int constants(float... values) {
        int at = weightsUsed;
        for (int i = 0; i < values.length; i++) {
            weights.set(at + i, values[i]);
        }
        weightsUsed += values.length;
        return at;
    }

    ConvolutionWeights convolution(int in, int out, int kernel, int stride, int padding, float[] oihw, float[] bias) {
        ConvolutionWeights convolution = new ConvolutionWeights(weightsUsed, in, out, kernel, stride, padding);
        convolution.pack(oihw, bias, weights);
        weightsUsed += (int) convolution.floats();
        return convolution;
    }

    void run(KernelStep step) {
        run(step, null);
    }

    /** Runs a step as the second of a table, with another's numbers before it. */
    void run(KernelStep step, ByteArray frames) {
        IntArray table = new IntArray(2 * KernelStep.SIZE + step.list().length);
        for (int i = 0; i < KernelStep.SIZE; i++) {
            table.set(i, Integer.MIN_VALUE);
        }
        for (int i = 0; i < step.numbers().length; i++) {
            table.set(KernelStep.SIZE + i, step.numbers()[i]);
        }
        table.set(KernelStep.SIZE + KernelStep.LIST, 2 * KernelStep.SIZE);
        for (int i = 0; i < step.list().length; i++) {
            table.set(2 * KernelStep.SIZE + i, step.list()[i]);
        }
        WorkerGrid grid = new WorkerGrid2D(step.groupsX() * step.local(), step.groupsY());
        grid.setLocalWork(step.local(), 1, 1);
        WorkItems.run(grid, context -> launch(step.kernel(), context, frames, table));
    }

    private void launch(Kernel kernel, KernelContext context, ByteArray frames, IntArray table) {
        switch (kernel) {
            case NORMALIZE -> InputKernels.tdnNormalize(context, frames, maps, weights, table, 1);
            case FRAME_DIFFERENCE -> InputKernels.tdnFrameDifference(context, frames, maps, weights, table, 1);
            case CONVOLUTION -> ConvolutionKernel.tdnConvolution(context, maps, weights, table, 1);
            case MAX_POOL -> PoolingKernels.tdnMaxPool(context, maps, weights, table, 1);
            case AVERAGE_POOL -> PoolingKernels.tdnAveragePool(context, maps, weights, table, 1);
            case GLOBAL_AVERAGE_POOL -> PoolingKernels.tdnGlobalAveragePool(context, maps, weights, table, 1);
            case FUSE -> FusionKernels.tdnFuse(context, maps, weights, table, 1);
            case UPSAMPLE -> FusionKernels.tdnUpsample(context, maps, weights, table, 1);
            case GATHER -> FusionKernels.tdnGather(context, maps, weights, table, 1);
            case SEGMENT_DIFFERENCE -> LongTermKernels.tdnSegmentDifference(context, maps, weights, table, 1);
            case EXCITE -> LongTermKernels.tdnExcite(context, maps, weights, table, 1);
            case TEMPORAL_CONVOLUTION -> LongTermKernels.tdnTemporalConvolution(context, maps, weights, table, 1);
            case CONSENSUS -> HeadKernels.tdnConsensus(context, maps, weights, table, 1);
            case LOGITS -> HeadKernels.tdnLogits(context, maps, weights, logits, table, 1);
            case CLEAR -> HeadKernels.tdnClear(context, maps, weights, table, 1);
        }
    }

    static float[] random(RandomGenerator random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return values;
    }
}
