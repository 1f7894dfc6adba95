package io.deltaframe.recognizer.osgi;

import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;

/**
 * Hands events to EventAdmin. There only where there is one: the reference is optional by its declaration, so that no
 * resolver demands an EventAdmin, and mandatory by its property, so that this class is not loaded where its package is
 * missing.
 */
@Component(service = EventSink.class, property = "admin.cardinality.minimum:Integer=1")
public final class EventAdminSink implements EventSink {

    private final EventAdmin admin;

    /** @param admin the platform's */
    @Activate
    public EventAdminSink(@Reference(name = "admin", cardinality = ReferenceCardinality.OPTIONAL) EventAdmin admin) {
        this.admin = admin;
    }

    @Override
    public void post(String topic, Map<String, Object> properties) {
        Map<String, Object> stamped = new HashMap<>(properties);
        stamped.put(EventConstants.TIMESTAMP, System.currentTimeMillis());
        admin.postEvent(new Event(topic, stamped));
    }
}
