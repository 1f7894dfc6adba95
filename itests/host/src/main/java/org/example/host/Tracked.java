package org.example.host;

import io.deltaframe.api.RecognitionException;
import io.deltaframe.api.RecognitionOptions;
import io.deltaframe.api.Recognizer;
import java.lang.System.Logger.Level;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * With a service tracker: the best recognizer that runs on the CPU, and news of each that comes, changes and goes. In
 * Gogo {@code host:tracked VIDEO}.
 */
public final class Tracked extends ServiceTracker<Recognizer, Recognizer> {

    private static final System.Logger LOG = System.getLogger(Tracked.class.getName());
    private static final long MILLISECONDS = 10_000;

    Tracked(BundleContext context) throws InvalidSyntaxException {
        super(context, FrameworkUtil.createFilter("(&(objectClass=" + Recognizer.class.getName()
                + ")(deltaframe.engine=simd))"), null);
    }

    /**
     * What happens in a video. While Deltaframe is updated there is no recognizer for a moment: that is worth waiting
     * for.
     */
    public String tracked(String video) throws InterruptedException, RecognitionException {
        Recognizer recognizer = waitForService(MILLISECONDS);
        return recognizer == null ? "no recognizer" : recognizer.recognize(video, RecognitionOptions.DEFAULT).best()
                .label();
    }

    @Override
    public Recognizer addingService(ServiceReference<Recognizer> reference) {
        tell("there is", reference);
        try {
            return super.addingService(reference);
        } catch (IllegalStateException e) {
            return stopped(e);
        }
    }

    @Override
    public void modifiedService(ServiceReference<Recognizer> reference, Recognizer recognizer) {
        tell("changed to", reference);
    }

    @Override
    public void removedService(ServiceReference<Recognizer> reference, Recognizer recognizer) {
        tell("gone is", reference);
        try {
            super.removedService(reference, recognizer);
        } catch (IllegalStateException e) {
            stopped(e);
        }
    }

    /**
     * A recognizer came or went at the moment when the host stopped: the host's context has ended, and with it the
     * framework has given back every service the host had.
     */
    private static Recognizer stopped(IllegalStateException e) {
        LOG.log(Level.DEBUG, "the host has stopped", e);
        return null;
    }

    private static void tell(String what, ServiceReference<Recognizer> reference) {
        LOG.log(Level.INFO, "{0} recognizer {1} with {2} {3}", what, reference.getProperty(Recognizer.NAME),
                reference.getProperty(Recognizer.MODEL), reference.getProperty(Recognizer.MODEL_VERSION));
    }
}
