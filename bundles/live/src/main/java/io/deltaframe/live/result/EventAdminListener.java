package io.deltaframe.live.result;

import io.deltaframe.api.event.LiveEvents;
import io.deltaframe.api.live.ActionEvent;
import io.deltaframe.api.live.LiveListener;
import io.deltaframe.api.live.SourceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;

/**
 * A listener that posts events. There only where there is an EventAdmin: the reference is optional by its declaration,
 * so that no resolver demands one, and mandatory by its property, so that this class is not loaded where its package is
 * missing.
 */
@Component(service = LiveListener.class, property = {"admin.cardinality.minimum:Integer=1",
    LiveListener.TYPES + "=start", LiveListener.TYPES + "=end", LiveListener.TYPES + "=source"})
public final class EventAdminListener implements LiveListener {

    private final EventAdmin admin;

    /** @param admin the platform's */
    @Activate
    public EventAdminListener(
            @Reference(name = "admin", cardinality = ReferenceCardinality.OPTIONAL) EventAdmin admin) {
        this.admin = admin;
    }

    @Override
    public void started(ActionEvent event) {
        post(LiveEvents.STARTED, event.session(), event.wallStart(), about(event));
    }

    @Override
    public void ended(ActionEvent event) {
        Map<String, Object> properties = about(event);
        properties.put(LiveEvents.END, seconds(event.end()));
        properties.put(LiveEvents.PEAK, event.peakScore());
        properties.put(LiveEvents.REASON, event.reason());
        post(LiveEvents.ENDED, event.session(), event.wallEnd(), properties);
    }

    @Override
    public void source(SourceEvent event) {
        post(LiveEvents.SOURCE, event.session(), event.time(), new HashMap<>(Map.of(
                LiveEvents.STATE, event.state().name(), LiveEvents.REASON, event.reason())));
    }

    private static Map<String, Object> about(ActionEvent event) {
        return new HashMap<>(Map.of(LiveEvents.ID, event.id(), LiveEvents.LABEL, event.label(),
                LiveEvents.SCORE, event.score(), LiveEvents.START, seconds(event.start()),
                LiveEvents.MODEL, event.endModel().name(),
                LiveEvents.MODEL_VERSION, Version.parseVersion(event.endModel().version())));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private void post(String topic, String session, Instant time, Map<String, Object> properties) {
        properties.put(LiveEvents.SESSION, session);
        properties.put(EventConstants.TIMESTAMP, time.toEpochMilli());
        admin.postEvent(new Event(topic, properties));
    }
}
