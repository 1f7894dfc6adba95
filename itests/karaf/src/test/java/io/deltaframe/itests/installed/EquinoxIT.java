package io.deltaframe.itests.installed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** Equinox's framework, on which other platforms are built: installed, recognised, swapped, uninstalled. */
class EquinoxIT {

    private static final String RECOGNIZER = "io.deltaframe.api.Recognizer";

    /** {@return what a recognizer says about the clip: the model and the action} */
    private static String recognized(ForeignFramework equinox, String model) throws Exception {
        Object recognizer = equinox.service(RECOGNIZER, "(deltaframe.model=" + model + ")");
        Class<?> options = recognizer.getClass().getClassLoader().loadClass("io.deltaframe.api.RecognitionOptions");
        Method recognize = recognizer.getClass().getClassLoader().loadClass(RECOGNIZER)
                .getMethod("recognize", String.class, options);
        Object recognition = recognize.invoke(recognizer, Given.VIDEO.toString(),
                options.getField("DEFAULT").get(null));
        return call(call(recognition, "model"), "name") + ": " + call(call(recognition, "best"), "label");
    }

    private static Object call(Object object, String method) throws Exception {
        return object.getClass().getMethod(method).invoke(object);
    }

    @Test
    void everything_is_installed_works_and_goes() throws Exception {
        try (ForeignFramework equinox = ForeignFramework.of(Given.EQUINOX, "equinox", Map.of())) {
            List<Path> jars = Given.jars(Given.BUNDLES);
            equinox.install(jars);
            equinox.start();
            assertEquals("motion: " + Given.ACTION, recognized(equinox, "motion"));

            Object admin = equinox.service("org.osgi.service.cm.ConfigurationAdmin", null);
            Object configuration = admin.getClass().getClassLoader()
                    .loadClass("org.osgi.service.cm.ConfigurationAdmin")
                    .getMethod("createFactoryConfiguration", String.class, String.class)
                    .invoke(admin, "io.deltaframe.model", null);
            Class<?> type = admin.getClass().getClassLoader().loadClass("org.osgi.service.cm.Configuration");
            Dictionary<String, Object> settings = new Hashtable<>(
                    Map.of("file", Given.TINY.toString(), "name", "tiny", "version", "2.0.0"));
            type.getMethod("update", Dictionary.class).invoke(configuration, settings);
            assertEquals("tiny: class ", recognized(equinox, "tiny").replaceFirst("\\d+$", ""));
            type.getMethod("delete").invoke(configuration);
            assertEquals("motion: " + Given.ACTION, recognized(equinox, "motion"));

            for (Bundle bundle : equinox.bundles()) {
                if (bundle.getSymbolicName().startsWith("io.deltaframe.")) {
                    bundle.uninstall();
                }
            }
            assertNull(equinox.context().getAllServiceReferences(RECOGNIZER, null));
        }
    }
}
