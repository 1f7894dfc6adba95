package org.example.host;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** With EventAdmin: what happened to models and recognizers, failures included, which change no service. */
@Component(property = EventConstants.EVENT_TOPIC + "=io/deltaframe/*")
public final class News implements EventHandler {

    private final Logger log;

    @Activate
    public News(@Reference(service = LoggerFactory.class) Logger log) {
        this.log = log;
    }

    @Override
    public void handleEvent(Event event) {
        log.info("{} {}", event.getTopic(), Arrays.stream(event.getPropertyNames()).sorted()
                .map(name -> name + "=" + event.getProperty(name)).collect(Collectors.joining(" ")));
    }
}
