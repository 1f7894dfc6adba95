package org.example.host;

import java.util.Hashtable;
import java.util.Map;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;

/** Starts what does without Declarative Services. The framework unregisters the commands by itself. */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Activator implements BundleActivator {

    private Tracked tracked;

    @Override
    public void start(BundleContext context) throws InvalidSyntaxException {
        tracked = new Tracked(context);
        tracked.open();
        command(context, tracked, Tracked.class, "tracked");
        command(context, new LookedUp(context), LookedUp.class, "lookedUp");
    }

    @Override
    public void stop(BundleContext context) {
        tracked.close();
    }

    private static <S> void command(BundleContext context, S service, Class<S> type, String function) {
        context.registerService(type, service,
                new Hashtable<>(Map.of("osgi.command.scope", "host", "osgi.command.function", function)));
    }
}
