package io.deltaframe.live;

import io.deltaframe.api.Recognizer;
import io.deltaframe.api.segment.SegmentRecognizer;
import io.deltaframe.live.inference.Recognizers;
import io.deltaframe.live.result.Listeners;
import io.deltaframe.live.session.LiveSessionsComponent;
import java.lang.reflect.Proxy;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.Logger;

/** The service of live sessions without a framework around it. */
final class Sessions {

    private Sessions() { }

    /**
     * {@return a service whose sessions run on a recognizer}
     *
     * @param recognizer the only one
     */
    static LiveSessionsComponent over(SegmentRecognizer recognizer) {
        Recognizers recognizers = new Recognizers();
        recognizers.bind(reference(), recognizer);
        Logger log = proxy(Logger.class);
        return new LiveSessionsComponent(recognizers, new Listeners(log), log);
    }

    @SuppressWarnings("unchecked") // what is asked of it does not depend on the type
    private static ServiceReference<SegmentRecognizer> reference() {
        return proxy(ServiceReference.class);
    }

    private static <T> T proxy(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getProperty" -> arguments[0].equals(Recognizer.NAME) ? "default" : null;
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    case "compareTo" -> 0;
                    case "error", "warn" -> {
                        System.err.println(arguments[0]);
                        yield null;
                    }
                    default -> method.getReturnType() == boolean.class ? false : null;
                }));
    }
}
