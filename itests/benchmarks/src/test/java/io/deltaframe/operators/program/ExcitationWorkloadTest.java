package io.deltaframe.operators.program;

import io.deltaframe.benchmarks.Agreement;
import io.deltaframe.benchmarks.Workload;
import org.junit.jupiter.api.Test;

/** Excitation is timed with arguments that change nothing; here with some that do. */
class ExcitationWorkloadTest {

    @Test
    void bothWaysComputeTheSame() {
        Workload workload = OperatorWorkloads.excitation(2);
        workload.engine();
        workload.plain();
        Agreement.assertClose(workload.plainResult(), workload.engineResult());
    }
}
