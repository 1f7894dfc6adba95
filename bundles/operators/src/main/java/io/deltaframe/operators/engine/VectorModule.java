package io.deltaframe.operators.engine;

import java.util.Optional;

/** Whether this JVM and this framework let us use the incubating Vector API. Must not touch a class that does. */
final class VectorModule {

    private static final String MODULE = "jdk.incubator.vector";

    private VectorModule() { }

    /** {@return what is missing and which setting adds it; empty if nothing is} */
    static Optional<String> missing() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return Optional.of("the JVM was started without the module " + MODULE + ": start it with --add-modules "
                    + MODULE);
        }
        try {
            Class.forName(MODULE + ".FloatVector", false, VectorModule.class.getClassLoader());
            return Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.of("the framework does not export the package " + MODULE
                    + ": append it to the framework property org.osgi.framework.system.packages.extra"
                    + " (Karaf: etc/config.properties), then refresh this bundle");
        }
    }
}
