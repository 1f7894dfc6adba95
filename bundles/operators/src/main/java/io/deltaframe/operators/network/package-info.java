/**
 * One compiled network: its packed weights, the order of the forward pass, and contexts to encode and classify in,
 * which callers take in turn.
 *
 * <p>May use {@code program} and what lies below; does not know the service.
 *
 * <p>The order of the forward pass stands here, in {@code EncodeContext}, {@code ClassifyContext} and
 * {@code StageSteps}, and once more in the GPU engine, in {@code EncodeProgram}, {@code ClassifyProgram} and
 * {@code StageBuilder} of {@code io.deltaframe.tornado.program}. What they share, the plan and its folded weights, is
 * in {@code io.deltaframe.tdn}. One order over a set of operators that each engine provides would hide what differs,
 * and that is most of it:
 *
 * <ul>
 * <li>Here encoding goes on to the squeeze and the projection of stage 2, which see one segment only, so that a window
 * that advances does not do them again; there an encoded segment is the output of stage 1 itself.
 * <li>Here one segment after the other is encoded, so that its maps stay in the cache; there all of them at once, so
 * that the device has enough to do, cut into launches that use the same graphs.
 * <li>Here a 3x3 convolution is one step or several (Winograd), and motion excitation expands its scales a few pixels
 * at a time in a thread's scratch; there each is one kernel, and the expanded scales are maps.
 * </ul>
 *
 * <p>Tests hold the two together: {@code GoldenNetworkTest} of both engines compares the logits and every map that can
 * be tapped with the released code, {@code ModuleFixtureTest} single modules of it, and {@code OperatorKernelsTest}
 * each kernel with the step of this bundle.
 */
package io.deltaframe.operators.network;
