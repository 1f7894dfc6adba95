package io.deltaframe.operators.convolution;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.deltaframe.tdn.Convolution;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * One convolution of oneDNN, ready to run: it chooses algorithm and memory formats, the input and the weights are
 * brought into them here, and sum and ReLU are its post-operations. Runs on the threads of OpenMP. For one thread at a
 * time.
 */
final class OneDnnConvolution implements AutoCloseable {

    private final PointerScope scope = new PointerScope();
    private final ConvolutionCase convolution;
    private final engine cpu;
    private final stream queue;
    private final convolution_forward primitive;
    private final IntMemoryMap arguments = new IntMemoryMap();
    private final memory out;
    private final String implementation;

    /**
     * Makes the primitive.
     *
     * @param convolution sizes, and what follows the sum
     * @param weights     {@code out x in x kernel x kernel}, and a bias an output channel
     * @param input       {@code images x channels x height x width}
     */
    OneDnnConvolution(ConvolutionCase convolution, Convolution.Weights weights, float[] input) {
        this.convolution = convolution;
        cpu = new engine(engine.kind.cpu, 0);
        queue = new stream(cpu);
        Convolution shape = convolution.shape();
        long[] in = {convolution.images(), shape.inChannels(), convolution.height(), convolution.width()};
        long[] kernel = {shape.outChannels(), shape.inChannels(), shape.kernel(), shape.kernel()};
        long[] bias = {shape.outChannels()};
        post_ops after = new post_ops();
        if (convolution.adds()) {
            after.append_sum();
        }
        if (convolution.relu()) {
            after.append_eltwise(dnnl.algorithm.eltwise_relu, 0, 0);
        }
        primitive_attr attributes = new primitive_attr();
        attributes.set_post_ops(after);
        long[] strides = {shape.stride(), shape.stride()};
        long[] padding = {shape.padding(), shape.padding()};
        convolution_forward.primitive_desc description = new convolution_forward.primitive_desc(cpu,
                dnnl.prop_kind.forward_inference, dnnl.algorithm.convolution_auto, any(in), any(kernel),
                layout(bias, memory.format_tag.x), any(outDimensions()), strides, padding, padding, attributes, false);
        implementation = description.impl_info_str().getString();
        primitive = new convolution_forward(description);
        out = new memory(description.dst_desc(), cpu);
        copy(new float[convolution.outputs()], layout(outDimensions(), memory.format_tag.nchw), out);
        arguments.put(DNNL_ARG_SRC, filled(input, layout(in, memory.format_tag.nchw), description.src_desc()));
        arguments.put(DNNL_ARG_WEIGHTS,
                filled(weights.weight(), layout(kernel, memory.format_tag.oihw), description.weights_desc()));
        arguments.put(DNNL_ARG_BIAS,
                filled(weights.bias(), layout(bias, memory.format_tag.x), layout(bias, memory.format_tag.x)));
        arguments.put(DNNL_ARG_DST, out);
    }

    /** {@return version of the library, such as {@code 3.11.0}} */
    static String version() {
        dnnl_version_t version = dnnl.version();
        return version.major() + "." + version.minor() + "." + version.patch();
    }

    /** {@return what oneDNN chose, such as {@code brgconv:avx512_core}} */
    String implementation() {
        return implementation;
    }

    private long[] outDimensions() {
        return new long[] {convolution.images(), convolution.shape().outChannels(), convolution.outHeight(),
                convolution.outWidth()};
    }

    private static memory.desc any(long[] dimensions) {
        return layout(dimensions, memory.format_tag.any);
    }

    private static memory.desc layout(long[] dimensions, memory.format_tag tag) {
        return new memory.desc(dimensions, memory.data_type.f32, tag);
    }

    private memory filled(float[] values, memory.desc plain, memory.desc wanted) {
        memory into = new memory(wanted, cpu);
        copy(values, plain, into);
        return into;
    }

    private void copy(float[] values, memory.desc plain, memory into) {
        memory from = new memory(plain, cpu);
        new FloatPointer(from.get_data_handle()).put(values, 0, values.length);
        new reorder(from, into).execute(queue, from, into);
        queue._wait();
    }

    /** Runs it. One that adds does so to the output of its last run. */
    void run() {
        primitive.execute(queue, arguments);
        queue._wait();
    }

    /** {@return the output, {@code images x channels x height x width}} */
    float[] output() {
        // Frees at its end what is made before it
        PointerScope local = new PointerScope();
        try {
            memory plain = new memory(layout(outDimensions(), memory.format_tag.nchw), cpu);
            new reorder(out, plain).execute(queue, out, plain);
            queue._wait();
            float[] values = new float[convolution.outputs()];
            new FloatPointer(plain.get_data_handle()).get(values, 0, values.length);
            return values;
        } finally {
            local.close();
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
