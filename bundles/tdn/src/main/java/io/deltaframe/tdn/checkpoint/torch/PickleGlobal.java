package io.deltaframe.tdn.checkpoint.torch;

import io.deltaframe.tdn.DataType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names of a pickle that mean something here. They stand for what this reader does itself, no class is looked up;
 * every other name stands for nothing.
 */
enum PickleGlobal {
    ORDERED_DICT("collections.OrderedDict"),
    DEFAULT_DICT("collections.defaultdict"),
    /** Milestones of a learning-rate schedule. */
    COUNTER("collections.Counter"),
    REBUILD_TENSOR("torch._utils._rebuild_tensor"),
    REBUILD_TENSOR_V2("torch._utils._rebuild_tensor_v2"),
    REBUILD_PARAMETER("torch._utils._rebuild_parameter"),
    REBUILD_PARAMETER_WITH_STATE("torch._utils._rebuild_parameter_with_state"),
    /** A tensor with attributes of Python beside it. */
    REBUILD_FROM_TYPE("torch._tensor._rebuild_from_type_v2"),
    SIZE("torch.Size"),
    DEVICE("torch.device"),
    DOUBLE_STORAGE("torch.DoubleStorage", DataType.F64),
    FLOAT_STORAGE("torch.FloatStorage", DataType.F32),
    HALF_STORAGE("torch.HalfStorage", DataType.F16),
    BFLOAT16_STORAGE("torch.BFloat16Storage", DataType.BF16),
    LONG_STORAGE("torch.LongStorage", DataType.I64),
    INT_STORAGE("torch.IntStorage", DataType.I32),
    SHORT_STORAGE("torch.ShortStorage", DataType.I16),
    CHAR_STORAGE("torch.CharStorage", DataType.I8),
    BYTE_STORAGE("torch.ByteStorage", DataType.U8),
    BOOL_STORAGE("torch.BoolStorage", DataType.BOOL),
    /** A precision kept as a NumPy scalar: recognised and dropped, with the two names it is written with. */
    NUMPY_SCALAR("numpy.core.multiarray.scalar"),
    NUMPY_DTYPE("numpy.dtype"),
    CODECS_ENCODE("_codecs.encode"),
    /** Default factories of a defaultdict: kept as names, never called. */
    INT("builtins.int"), FLOAT("builtins.float"), LIST("builtins.list"), DICT("builtins.dict");

    private static final Map<String, PickleGlobal> BY_NAME = new HashMap<>();

    static {
        for (PickleGlobal global : values()) {
            BY_NAME.put(global.name, global);
            // Python 2's name of the module, which protocol 2 still writes
            BY_NAME.put(global.name.replaceFirst("^builtins\\.", "__builtin__."), global);
            // Tensors of a GPU, as early versions of PyTorch wrote them
            if (global.storage != null) {
                BY_NAME.put(global.name.replaceFirst("^torch\\.", "torch.cuda."), global);
            }
        }
        BY_NAME.put("numpy._core.multiarray.scalar", NUMPY_SCALAR); // since NumPy 2
    }

    private final String name;
    private final DataType storage;
    private final PickleValue value = new PickleValue.Name(this);

    PickleGlobal(String name) {
        this(name, null);
    }

    PickleGlobal(String name, DataType storage) {
        this.name = name;
        this.storage = storage;
    }

    static Optional<PickleGlobal> of(String module, String name) {
        return Optional.ofNullable(BY_NAME.get(module + "." + name));
    }

    /** Element type, where this is a type of storage. */
    Optional<DataType> storage() {
        return Optional.ofNullable(storage);
    }

    /** This name as a value on the stack. */
    PickleValue value() {
        return value;
    }

    @Override
    public String toString() {
        return name;
    }
}
