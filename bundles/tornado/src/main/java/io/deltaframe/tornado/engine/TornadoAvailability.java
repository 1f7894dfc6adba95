package io.deltaframe.tornado.engine;

import java.util.Optional;

/** Whether this JVM and this framework let us use TornadoVM. Must not touch a class that does. */
final class TornadoAvailability {

    private static final String API = "uk.ac.manchester.tornado.api";
    private static final String KERNELS = "io.deltaframe.tornado.kernels";

    private TornadoAvailability() { }

    /** {@return what is missing and what adds it; empty if nothing is} */
    static Optional<String> missing() {
        ClassLoader bundle = TornadoAvailability.class.getClassLoader();
        ClassLoader launch = ClassLoader.getSystemClassLoader();
        if (!finds(launch, API + ".TaskGraph")) {
            return Optional.of("the JVM was started without TornadoVM: set TORNADOVM_HOME to an SDK of TornadoVM 5.2"
                    + " for JDK 25 and start with ./deltaframe, or give the JVM the arguments in the SDK's"
                    + " tornado-argfile");
        }
        if (!finds(launch, KERNELS + ".KernelStep")) {
            return Optional.of("deltaframe-tornado-kernels is not on the class path of the JVM, where TornadoVM reads"
                    + " kernels");
        }
        for (String name : new String[] {API + ".TaskGraph", KERNELS + ".KernelStep"}) {
            if (!finds(bundle, name)) {
                String packages = name.startsWith(API) ? API + " and its subpackages" : KERNELS;
                return Optional.of("the framework does not export " + packages
                        + ": append them to the framework property"
                        + " org.osgi.framework.system.packages.extra, then refresh this bundle");
            }
        }
        if (!"False".equalsIgnoreCase(System.getProperty("tornado.recover.bailout"))) {
            return Optional.of("the JVM was started without -Dtornado.recover.bailout=False: TornadoVM would run"
                    + " kernels it cannot compile in Java, without a word");
        }
        return Optional.empty();
    }

    private static boolean finds(ClassLoader loader, String name) {
        try {
            Class.forName(name, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
