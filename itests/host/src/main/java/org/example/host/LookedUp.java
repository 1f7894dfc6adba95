package org.example.host;

import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * By plain lookup: whatever recognizer is the best at this moment, for one call. In Gogo {@code host:lookedUp VIDEO}.
 * Keep neither the reference nor the service: after an update both are of the past.
 */
public final class LookedUp {

    private final BundleContext context;

    LookedUp(BundleContext context) {
        this.context = context;
    }

    /** What happens in a video. */
    public String lookedUp(String video) throws RecognitionException {
        ServiceReference<Recognizer> reference = context.getServiceReference(Recognizer.class);
        Recognizer recognizer = reference == null ? null : context.getService(reference);
        if (recognizer == null) {
            return "no recognizer";
        }
        try {
            return recognizer.recognize(video, RecognitionOptions.DEFAULT).best().label();
        } finally {
            context.ungetService(reference);
        }
    }
}
