package io.deltaframe.recognizer.osgi;

import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Where the parts of this bundle post what happens: the platform's EventAdmin, or nowhere. Posting returns at once and
 * does not fail. Safe for several threads.
 */
@Component(service = EventPublisher.class)
public final class EventPublisher {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile EventSink sink;

    /**
     * Posts an event, if there is anybody who takes it.
     *
     * @param topic      as {@code io.deltaframe.api.event} names it
     * @param properties of the event
     */
    public void post(String topic, Map<String, Object> properties) {
        EventSink present = sink;
        if (present != null) {
            present.post(topic, properties);
        }
    }
}
