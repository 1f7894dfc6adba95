package io.deltaframe.recognizer.osgi;

import java.util.Map;

/** Takes events. Apart from the class that does, which must not be loaded on platforms without EventAdmin's package. */
interface EventSink {

    /**
     * Posts an event.
     *
     * @param topic      as {@code io.deltaframe.api.event} names it
     * @param properties of the event
     */
    void post(String topic, Map<String, Object> properties);
}
