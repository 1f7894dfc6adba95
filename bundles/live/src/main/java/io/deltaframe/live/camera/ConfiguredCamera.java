package io.deltaframe.live.camera;

import io.deltaframe.api.config.CameraConfig;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.api.live.LiveSession;
import io.deltaframe.api.live.LiveSessions;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A camera as configured: a session that is open for as long as the configuration is there and right. A changed one
 * closes it and opens another.
 *
 * <p>The component itself is no service: its properties, with the password, would be the service's.
 */
@Component(name = CameraConfig.PID, service = {}, immediate = true, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = CameraConfiguration.class, factory = true)
public final class ConfiguredCamera implements ReadinessProbe {

    private final LiveSessions sessions;
    private final NameTurns turns;
    private final Logger log;
    private final Runnable again = this::open;
    private final ServiceRegistration<ReadinessProbe> registration;
    // Guarded by this
    private CameraSettings settings;
    private LiveSession session;
    private String name = "";
    private String fault = "";

    /**
     * Made by the component runtime.
     *
     * @param sessions   opens them
     * @param turns      tells when a name may have become free
     * @param log        told of what is wrong
     * @param context    of the bundle
     * @param properties as configured
     */
    @Activate
    public ConfiguredCamera(@Reference LiveSessions sessions, @Reference NameTurns turns,
                            @Reference(service = LoggerFactory.class) Logger log, BundleContext context,
                            Map<String, Object> properties) {
        this.sessions = sessions;
        this.turns = turns;
        this.log = log;
        configure(properties);
        Dictionary<String, Object> told = new Hashtable<>();
        told.put(Constants.SERVICE_PID, Objects.toString(properties.get(Constants.SERVICE_PID), CameraConfig.PID));
        this.registration = context.registerService(ReadinessProbe.class, this, told);
    }

    @Modified
    void configure(Map<String, Object> properties) {
        List<String> oddities = CameraSettings.oddities(properties);
        synchronized (this) {
            close();
            name = CameraSettings.name(properties);
            oddities.forEach(oddity -> log.warn("camera {}: {}", name, oddity));
            try {
                settings = CameraSettings.of(properties);
                fault = "";
            } catch (IllegalArgumentException e) {
                settings = null;
                fail(e.getMessage());
            }
        }
        turns.released();
        open();
    }

    private synchronized void open() {
        if (settings == null || !settings.enabled() || session != null) {
            return;
        }
        // Before it tries: the name may become free in between
        turns.await(again);
        try {
            session = sessions.open(settings.session());
            turns.forget(again);
            session.attach(settings.source());
            fault = "";
        } catch (IllegalArgumentException e) {
            fail(e.getMessage());
        }
    }

    /** With the lock. */
    private void fail(String why) {
        String told = "configuration is wrong: " + why;
        if (!told.equals(fault)) {
            fault = told;
            log.error("camera {}: {}", name, fault);
        }
    }

    /** With the lock. */
    private void close() {
        turns.forget(again);
        if (session != null) {
            session.close();
            session = null;
        }
    }

    @Deactivate
    void stop() {
        registration.unregister();
        synchronized (this) {
            settings = null;
            close();
        }
        turns.released();
    }

    @Override
    public synchronized Readiness readiness() {
        return new Readiness(Readiness.Kind.CAMERA, name, fault.isEmpty() ? Readiness.State.READY
                : Readiness.State.FAILED, fault.isEmpty() && session == null ? "it is switched off" : fault);
    }
}
