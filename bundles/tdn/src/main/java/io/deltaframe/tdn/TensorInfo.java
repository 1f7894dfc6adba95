package io.deltaframe.tdn;

import java.util.List;
import java.util.Objects;

/**
 * Name, type and shape of a stored tensor.
 *
 * @param key   parameter name as the released code has it, without {@code module.}
 * @param type  element type in the file
 * @param shape dimensions, outermost first; empty for a scalar
 */
public record TensorInfo(String key, DataType type, List<Integer> shape) {

    /**
     * Checks the components.
     *
     * @throws NullPointerException if one is null
     */
    public TensorInfo {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(type, "type");
        shape = List.copyOf(shape);
    }

    /** {@return number of elements} */
    public long elements() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }
}
