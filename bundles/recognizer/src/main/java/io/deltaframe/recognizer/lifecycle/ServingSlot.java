package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.recognizer.inference.LoadedNetwork;

/** Where a {@link ModelReconciler} puts the networks it chooses. */
public interface ServingSlot {

    /**
     * Takes a network into service in place of the one before, which is released.
     *
     * @param network held by the caller, whose hold passes to this seat
     */
    void serve(LoadedNetwork network);

    /**
     * Takes the network out of service and releases it.
     *
     * @param reason continues a sentence that begins with the recognizer's name
     */
    void clear(String reason);

    /** Takes the network out of service for good; one that comes later is released at once. */
    void stop();
}
