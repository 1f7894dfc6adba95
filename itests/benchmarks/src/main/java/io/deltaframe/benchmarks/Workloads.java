package io.deltaframe.benchmarks;

import io.deltaframe.operators.program.OperatorWorkloads;
import io.deltaframe.recognizer.preprocess.ResizeWorkload;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** All workloads by name. */
final class Workloads {

    /** Copying more than any cache holds. */
    static final String MEMORY = "copy of 256 MB";
    /** Copying what fits into a second or third level cache, as feature maps do. */
    static final String CACHE = "copy of 2 MB";

    private Workloads() { }

    /** {@return makers of the workloads: the two copies and the operators} */
    static SequencedMap<String, Supplier<Workload>> all() {
        SequencedMap<String, Supplier<Workload>> all = new LinkedHashMap<>();
        all.put(MEMORY, () -> new CopyWorkload(256));
        all.put(CACHE, () -> new CopyWorkload(2));
        all.putAll(OperatorWorkloads.all());
        all.put("resizing 1280x720", ResizeWorkload::new);
        return all;
    }
}
