package io.deltaframe.recognizer.serving;

import io.deltaframe.api.Recognizer;
import io.deltaframe.api.swap.ModelSwitch;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** A recognizer's switch in the service registry, under the recognizer's name. Calls come one at a time but for {@link #stop}. */
public final class SwitchRegistration {

    private final BundleContext context;
    private final ModelSwitch service;
    private final AtomicReference<ServiceRegistration<ModelSwitch>> registration = new AtomicReference<>();
    private volatile boolean stopped;

    /**
     * Nothing published yet.
     *
     * @param context in whose name the switch is registered
     * @param service what operators get
     */
    public SwitchRegistration(BundleContext context, ModelSwitch service) {
        this.context = context;
        this.service = service;
    }

    /**
     * Registers the switch, or gives it another name.
     *
     * @param name of the recognizer
     */
    public void announce(String name) {
        Map<String, Object> properties = Map.of(Recognizer.NAME, name);
        try {
            ServiceRegistration<ModelSwitch> existing = registration.get();
            if (existing != null) {
                existing.setProperties(FrameworkUtil.asDictionary(properties));
            } else {
                registration.set(context.registerService(ModelSwitch.class, service, FrameworkUtil.asDictionary(properties)));
            }
        } catch (IllegalStateException e) {
            // Unregistered with its bundle, or by a stop: the end of it in any case
            return;
        }
        if (stopped) {
            unregister();
        }
    }

    /** Takes the switch away for good. */
    public void stop() {
        stopped = true;
        unregister();
    }

    private void unregister() {
        ServiceRegistration<ModelSwitch> existing = registration.getAndSet(null);
        if (existing != null) {
            try {
                existing.unregister();
            } catch (IllegalStateException e) {
                // The framework has unregistered it with its bundle
                return;
            }
        }
    }
}
