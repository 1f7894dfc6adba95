package io.deltaframe.shell.platform;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** The version of this bundle, which is the version of the commands and of the software that results name. */
public final class BundleVersion {

    private BundleVersion() { }

    /** {@return the version in OSGi syntax, or words that say why there is none} */
    public static String text() {
        Bundle bundle = FrameworkUtil.getBundle(BundleVersion.class);
        return bundle == null ? "(not in a framework)" : bundle.getVersion().toString();
    }
}
