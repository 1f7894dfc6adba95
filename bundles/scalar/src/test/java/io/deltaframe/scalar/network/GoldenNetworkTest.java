package io.deltaframe.scalar.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.deltaframe.fixtures.Golden;
import io.deltaframe.goldens.GoldenCheckpoint;
import io.deltaframe.goldens.GoldenRun;
import io.deltaframe.scalar.loop.WorkerTeam;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.Taps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole networks agree with the released code: logits and every tap within 1e-4 of the largest magnitude. */
class GoldenNetworkTest {

    private static final double TOLERANCE = 1e-4;

    @ParameterizedTest
    @ValueSource(strings = {"tiny-8f", "tiny-16f", "resnet50-8f", "resnet50-16f", "resnet50-8f-256", "resnet101-8f"})
    void agreesWithTheReleasedCode(String name) throws Exception {
        Golden golden = Golden.load(name);
        GoldenRun run = new GoldenRun(golden);
        float[] logits = run(golden, run, 2);
        run.assertTaps(TOLERANCE);
        GoldenRun.assertClose(golden.logits(), logits, TOLERANCE, "logits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-8f", "tiny-16f", "resnet50-8f", "resnet101-8f"})
    void theHeadMakesTheReleasedLogitsOfTheFeatures(String name) throws Exception {
        Golden golden = Golden.load(name);
        NetworkPlan plan = GoldenCheckpoint.plan(golden);
        try (WorkerTeam team = new WorkerTeam(2);
                CompiledNetwork network = new ScalarNetwork(NetworkWeights.load(plan), team, Taps.NONE)) {
            float[] logits = new GoldenRun(golden).logitsOfFeatures(network, plan.loadHead());
            GoldenRun.assertClose(golden.logits(), logits, TOLERANCE, "logits of features");
        }
    }

    @Test
    void threadsDoNotChangeTheResult() throws Exception {
        Golden golden = Golden.load("tiny-8f");
        assertArrayEquals(run(golden, Taps.NONE, 1), run(golden, Taps.NONE, 5));
    }

    private static float[] run(Golden golden, Taps taps, int threads) throws Exception {
        try (WorkerTeam team = new WorkerTeam(threads);
                CompiledNetwork network =
                        new ScalarNetwork(NetworkWeights.load(GoldenCheckpoint.plan(golden)), team, taps)) {
            return new GoldenRun(golden).logits(network);
        }
    }
}
