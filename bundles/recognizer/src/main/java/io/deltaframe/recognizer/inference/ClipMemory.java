package io.deltaframe.recognizer.inference;

import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.engine.EngineException;

/** How much of the Java heap a call needs, beside how much there can be. */
public final class ClipMemory {

    private static final int MIB = 1 << 20;
    private static final String ADVICE = ": set DELTAFRAME_HEAP or -Xmx to more";

    private ClipMemory() { }

    /**
     * Refuses crops that no call could be computed with: the resized frames of one clip, the bytes cut out of them and
     * the encoded segments are there at once.
     *
     * @param segments     a clip
     * @param shortSide    length of the short side of resized frames, in pixels
     * @param size         side of the crops in pixels
     * @param featureBytes that the features of one segment take in the Java heap
     * @param heap         largest Java heap, in bytes
     * @throws EngineException with the numbers, if they do not fit
     */
    public static void refuseBeyond(int segments, int shortSide, int size, long featureBytes, long heap)
            throws EngineException {
        long side = Math.min(shortSide, size);
        long pixels = 3L * Architecture.FRAMES_PER_SEGMENT * ((long) size * size + side * side);
        long needed = segments * (pixels + featureBytes);
        if (needed > heap) {
            throw new EngineException("a clip of " + segments + " segments of " + size + "x" + size
                    + " pixels: expected a Java heap of more than " + Math.ceilDiv(needed, MIB)
                    + " MiB, found one of at most " + heap / MIB + " MiB" + ADVICE);
        }
    }

    /**
     * {@return a failure in words}
     *
     * @param failure of a call
     */
    public static String reason(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof OutOfMemoryError) {
            return "not enough memory" + (message == null ? "" : " (" + message + ")") + " in a Java heap of at most "
                    + Runtime.getRuntime().maxMemory() / MIB + " MiB" + ADVICE;
        }
        return message == null ? failure.toString() : message;
    }
}
