package uk.ac.manchester.tornado.api.math;

/** Functions that kernels may call. */
public class TornadoMath {

    private TornadoMath() { }

    public static float max(float a, float b) {
        return Math.max(a, b);
    }

    public static float tanh(float value) {
        return (float) Math.tanh(value);
    }
}
