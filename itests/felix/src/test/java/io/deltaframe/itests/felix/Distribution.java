package io.deltaframe.itests.felix;

import io.deltaframe.framework.FelixFramework;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;

/** The Felix distribution as the build assembled it. */
public final class Distribution {

    /** Where it lies. */
    public static final Path FOLDER = Path.of(System.getProperty("deltaframe.distribution")).normalize();

    private static final String OURS = "io.deltaframe.";

    private Distribution() { }

    /**
     * {@return a framework with all its bundles; the API comes from the test's class path, so that tests call services}
     */
    public static FelixFramework felix() {
        return felix("io.deltaframe.api");
    }

    /** {@return a framework with all its bundles that shares more with the test} */
    public static FelixFramework felix(String... shared) {
        return FelixFramework.sharing(shared).installingAllOf(FOLDER.resolve("bundles"));
    }

    /** {@return our bundles, those with code or models of Deltaframe} */
    public static List<Bundle> ours(FelixFramework felix) {
        return Stream.of(felix.context().getBundles()).filter(bundle -> bundle.getSymbolicName().startsWith(OURS))
                .toList();
    }
}
