package io.deltaframe.benchmarks;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is compared computes the same: operators and plain loops. */
class WorkloadsTest {

    static Stream<String> operators() {
        return Workloads.all().keySet().stream().filter(name -> !name.startsWith("copy"));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void bothWaysComputeTheSame(String name) {
        Workload workload = Workloads.all().get(name).get();
        workload.engine();
        workload.plain();
        Agreement.assertClose(workload.plainResult(), workload.engineResult());
    }
}
