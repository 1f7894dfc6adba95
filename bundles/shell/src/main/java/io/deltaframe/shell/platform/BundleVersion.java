package io.deltaframe.shell.command.option;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import picocli.CommandLine.IVersionProvider;

/** The version of this bundle is the version of the commands. */
public final class BundleVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        Bundle bundle = FrameworkUtil.getBundle(BundleVersion.class);
        return new String[] {"deltaframe " + (bundle == null ? "(not in a framework)" : bundle.getVersion())};
    }
}
