package io.deltaframe.operators.tile;

import static io.deltaframe.operators.layout.Lanes.L;
import static io.deltaframe.operators.layout.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** As many fused multiply-adds as a core can do: ten independent sums in registers, which no memory holds up. */
final class FmaPeak {

    private static final int SUMS = 10;
    private static final int TURNS = 40_000;

    private final float[] data = new float[3 * L];

    /** {@return billions of floating-point operations a run} */
    static double gflop() {
        return 2e-9 * SUMS * TURNS * L;
    }

    /** Runs. */
    void run() {
        run(data);
    }

    private static void run(float[] data) {
        FloatVector b = FloatVector.fromArray(SPECIES, data, 0);
        FloatVector c = FloatVector.fromArray(SPECIES, data, L);
        FloatVector a0 = b;
        FloatVector a1 = c;
        FloatVector a2 = b.add(c);
        FloatVector a3 = b.sub(c);
        FloatVector a4 = b.add(a2);
        FloatVector a5 = b.add(a3);
        FloatVector a6 = c.add(a3);
        FloatVector a7 = c.add(a2);
        FloatVector a8 = a2.add(a3);
        FloatVector a9 = a4.add(a5);
        for (int k = 0; k < TURNS; k++) {
            a0 = b.fma(c, a0);
            a1 = b.fma(c, a1);
            a2 = b.fma(c, a2);
            a3 = b.fma(c, a3);
            a4 = b.fma(c, a4);
            a5 = b.fma(c, a5);
            a6 = b.fma(c, a6);
            a7 = b.fma(c, a7);
            a8 = b.fma(c, a8);
            a9 = b.fma(c, a9);
        }
        a0.add(a1).add(a2).add(a3).add(a4).add(a5).add(a6).add(a7).add(a8).add(a9).intoArray(data, 2 * L);
    }
}
