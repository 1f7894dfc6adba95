package io.deltaframe.live.inference;

import io.deltaframe.api.Recognizer;
import io.deltaframe.api.segment.SegmentRecognizer;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The recognizers in the service registry. Safe for several threads. */
@Component(service = Recognizers.class)
public final class Recognizers {

    private final Map<ServiceReference<SegmentRecognizer>, SegmentRecognizer> present = new ConcurrentHashMap<>();

    /**
     * Called by the component runtime.
     *
     * @param reference  to it
     * @param recognizer in service
     */
    @Reference(service = SegmentRecognizer.class, cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    public void bind(ServiceReference<SegmentRecognizer> reference, SegmentRecognizer recognizer) {
        present.put(reference, recognizer);
    }

    /**
     * Called by the component runtime.
     *
     * @param reference to one that is not in service any more
     */
    public void unbind(ServiceReference<SegmentRecognizer> reference) {
        present.remove(reference);
    }

    /**
     * {@return what a session's choice of recognizers comes to}
     *
     * @param recognizer name of a recognizer, or an LDAP filter; empty for any
     * @throws IllegalArgumentException if it begins like a filter and is none
     */
    public static Predicate<ServiceReference<?>> choice(String recognizer) {
        if (!recognizer.startsWith("(")) {
            return reference -> recognizer.isEmpty() || recognizer.equals(reference.getProperty(Recognizer.NAME));
        }
        try {
            Filter filter = FrameworkUtil.createFilter(recognizer);
            return filter::match;
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("recognizer: expected a name or an LDAP filter, found '" + recognizer
                    + "': " + e.getMessage(), e);
        }
    }

    /**
     * {@return the recognizer of the highest ranking among those that are chosen}
     *
     * @param choice which
     */
    public Optional<SegmentRecognizer> find(Predicate<ServiceReference<?>> choice) {
        return present.entrySet().stream().filter(entry -> choice.test(entry.getKey()))
                .max(Comparator.comparing(Map.Entry::getKey)).map(Map.Entry::getValue);
    }
}
