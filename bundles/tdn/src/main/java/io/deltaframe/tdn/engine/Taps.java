package io.deltaframe.tdn.engine;

/**
 * Receives intermediate results by the names of the released code, so that a mistake is found where it is made. A test
 * instrument: an engine may run slower while it is tapped.
 */
@FunctionalInterface
public interface Taps {

    /** Receives nothing; engines compare with this instance to leave the taps out. */
    Taps NONE = (name, shape, nchw) -> { };

    /**
     * Receives a result.
     *
     * @param name  {@code short_term.stem}, {@code short_term.pool}, {@code short_term.layer1}, {@code rgb.pool},
     *              {@code layerN_bak} (stage output; {@code layer1_bak} before its fusion), {@code layerN_bak.I.mse},
     *              {@code layerN_bak.I.shift}, {@code avgpool}
     * @param shape segments, channels, height, width
     * @param nchw  the values, row-major in that shape; the receiver's to keep
     */
    void tap(String name, int[] shape, float[] nchw);
}
