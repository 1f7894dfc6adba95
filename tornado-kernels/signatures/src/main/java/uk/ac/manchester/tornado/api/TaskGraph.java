package uk.ac.manchester.tornado.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task5;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task6;

/** Tasks in order. Here device and host share their memory, so that transfers do nothing. */
public class TaskGraph {

    private final String name;
    private final List<Step> steps = new ArrayList<>();

    record Step(String name, Consumer<KernelContext> kernel) { }

    public TaskGraph(String name) {
        this.name = name;
    }

    @SuppressWarnings("unchecked") // the first argument of a kernel is always its context
    public <T1, T2, T3, T4, T5> TaskGraph task(String id, Task5<T1, T2, T3, T4, T5> code, T1 arg1, T2 arg2, T3 arg3,
            T4 arg4, T5 arg5) {
        steps.add(new Step(name + "." + id, context -> code.apply((T1) context, arg2, arg3, arg4, arg5)));
        return this;
    }

    @SuppressWarnings("unchecked") // the first argument of a kernel is always its context
    public <T1, T2, T3, T4, T5, T6> TaskGraph task(String id, Task6<T1, T2, T3, T4, T5, T6> code, T1 arg1, T2 arg2,
            T3 arg3, T4 arg4,
                                                   T5 arg5, T6 arg6) {
        steps.add(new Step(name + "." + id, context -> code.apply((T1) context, arg2, arg3, arg4, arg5, arg6)));
        return this;
    }

    public TaskGraph transferToDevice(int mode, Object... objects) {
        return this;
    }

    public TaskGraph transferToHost(int mode, Object... objects) {
        return this;
    }

    public TaskGraph persistOnDevice(Object... objects) {
        return this;
    }

    public TaskGraph consumeFromDevice(Object... objects) {
        return this;
    }

    public ImmutableTaskGraph snapshot() {
        return new ImmutableTaskGraph(List.copyOf(steps));
    }
}
