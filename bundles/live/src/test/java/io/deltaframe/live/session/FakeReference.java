package io.deltaframe.live.session;

import io.deltaframe.api.Recognizer;
import java.lang.reflect.Proxy;
import org.osgi.framework.ServiceReference;

/** A reference to a service of a name. */
final class FakeReference {

    private FakeReference() { }

    @SuppressWarnings("unchecked") // the proxy is asked for properties only
    static <S> ServiceReference<S> of(String name) {
        return (ServiceReference<S>) Proxy.newProxyInstance(ServiceReference.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getProperty" -> arguments[0].equals(Recognizer.NAME) ? name : null;
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    case "compareTo" -> 0;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
