package io.deltaframe.api.segment;

import io.deltaframe.api.RecognitionException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A recognizer whose callers cut segments themselves. The same service object as the
 * {@link io.deltaframe.api.Recognizer}, under a second name and with the same properties. Safe for several threads.
 */
@ProviderType
public interface SegmentRecognizer {

    /**
     * Holds what the recognizer runs at this moment. Networks that are held live on, and answer, whatever is swapped
     * meanwhile; who wants the new ones holds again. Hold for the time of one window: a network that is replaced is
     * freed with its last hold.
     *
     * @return the networks, for the caller to close
     * @throws RecognitionException if there is no model to run
     */
    HeldNetworks hold() throws RecognitionException;
}
