package io.deltaframe.tornado.engine;

import io.deltaframe.fixtures.Golden;
import io.deltaframe.goldens.GoldenCheckpoint;
import io.deltaframe.goldens.GoldenRun;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tornado.device.Device;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whole networks, every work item in plain Java, agree with the released code: logits and every tap within 1e-4 of the
 * largest magnitude.
 */
class GoldenNetworkTest {

    private static final double TOLERANCE = 1e-4;

    /** The small one: stepping through the others takes minutes, and a real TornadoVM runs them faster. */
    @Test
    void agreesWithTheReleasedCode() throws Exception {
        Golden golden = Golden.load("tiny-8f");
        GoldenRun run = new GoldenRun(golden);
        TornadoEngine engine = new TornadoEngine(Device.all().getFirst(), List.of(), 1, failure -> { });
        try (CompiledNetwork network = engine.compile(GoldenCheckpoint.plan(golden), run)) {
            float[] logits = run.logits(network);
            run.assertTaps(TOLERANCE);
            GoldenRun.assertClose(golden.logits(), logits, TOLERANCE, "the result");
        }
    }
}
