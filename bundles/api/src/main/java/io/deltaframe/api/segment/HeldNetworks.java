package io.deltaframe.api.segment;

import io.deltaframe.api.Action;
import io.deltaframe.api.Frame;
import io.deltaframe.api.ModelInfo;
import java.util.List;
import java.util.function.UnaryOperator;
import org.osgi.annotation.versioning.ProviderType;

/** The networks of a recognizer, held until this is closed. Safe for several threads. */
@ProviderType
public interface HeldNetworks extends AutoCloseable {

    /** {@return the model, or what several are together} */
    ModelInfo model();

    /** {@return name of the engine, or the engines' names joined by {@code +} where they differ} */
    String engine();

    /** {@return the networks, one or, of an ensemble, several, in their order} */
    List<SegmentNetwork> networks();

    /**
     * Makes what shrinks frames to what these networks can use at most: the square in the middle, as large as the short
     * side after resizing. A frame that is small already stays as it is. Frames that wait for their segment in memory
     * are kept so; networks take them and whole frames alike. Works without the networks being held.
     *
     * @return shrinks one frame after the other, for one thread at a time
     */
    UnaryOperator<Frame> shrinking();

    /**
     * Fuses what the networks say of one clip, as the recognizer is configured to.
     *
     * @param logits a logit a class for each network, in the order of {@link #networks}
     * @return every class with its score, best first
     * @throws ArithmeticException if a logit is not finite
     */
    List<Action> rank(List<float[]> logits);

    @Override
    void close();
}
