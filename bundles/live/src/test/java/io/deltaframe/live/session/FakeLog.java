package io.deltaframe.live.session;

import java.lang.reflect.Proxy;
import org.osgi.service.log.Logger;

/** A log that nobody reads. */
final class FakeLog {

    private FakeLog() { }

    static Logger log() {
        return (Logger) Proxy.newProxyInstance(Logger.class.getClassLoader(), new Class<?>[] {Logger.class},
                (proxy, method, arguments) -> method.getReturnType() == boolean.class ? false : null);
    }
}
