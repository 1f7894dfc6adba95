package io.deltaframe.api.swap;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes one recognizer's model by hand. Registered beside every recognizer, with its {@code deltaframe.recognizer} as
 * service property, and there for as long as the recognizer is configured, also while it has no model.
 *
 * <p>Every swap is made as the automatic ones are: the new model is read, checked, compiled and warmed beside the one
 * in service, the switch is one step, and calls in flight end on the model they began with. The calls here return when
 * that is done, after seconds for a large model, and must not be made on a thread that delivers events. Safe for
 * several threads; swaps of one recognizer run one after the other.
 */
@ProviderType
public interface ModelSwitch {

    /** {@return what the recognizer runs at this moment} */
    SwitchStatus status();

    /**
     * Takes a model into service and pins the recognizer to it: whatever its configuration says and whatever better
     * models come, it stays until {@link #release}, another swap, or the end of the recognizer (a pin is not stored).
     * Labels and engine that the configuration demands are demanded of it too. While the pinned model is not offered or
     * does not load, the recognizer runs what its configuration chooses, says so, and comes back to the pinned one with
     * it.
     *
     * @param model name, and version if not the best
     * @return what runs now
     * @throws SwapException        if there is no such model or it cannot be taken into service; the recognizer runs on
     *                              as before, and an earlier pin holds
     * @throws InterruptedException if interrupted while waiting; the swap goes on
     */
    SwitchStatus swap(ModelChoice model) throws SwapException, InterruptedException;

    /**
     * Ends a pin: the recognizer follows its configuration again.
     *
     * @return what runs now
     * @throws InterruptedException if interrupted while waiting; the release goes on
     */
    SwitchStatus release() throws InterruptedException;

    /**
     * Tries again what failed to load before; by itself a recognizer tries a model once.
     *
     * @return what runs now; {@link SwitchStatus#reason} tells what failed again
     * @throws InterruptedException if interrupted while waiting; the attempt goes on
     */
    SwitchStatus retry() throws InterruptedException;

    /**
     * Runs a model beside the one in service on live calls and compares their answers; nothing is switched. Every call
     * of the recognizer is handed over once it has been answered, and the caller of this method computes it again on
     * the other model, one at a time: calls wait for nothing and cannot fail by it, but share the processors with it.
     * Calls that come while too many wait are dropped and counted. One shadow a recognizer at a time.
     *
     * @param model name, and version if not the best
     * @param calls ends when as many calls have been compared, 0 and up; 0 for no such limit
     * @param time  ends after as long, above zero, without a call if none came
     * @return the comparison
     * @throws SwapException            if there is no such model, it cannot be loaded, or there is nothing in service
     *                                  to compare it with
     * @throws InterruptedException     if interrupted
     * @throws IllegalArgumentException if {@code calls} is negative or {@code time} is not positive
     */
    ShadowReport shadow(ModelChoice model, int calls, Duration time) throws SwapException, InterruptedException;
}
