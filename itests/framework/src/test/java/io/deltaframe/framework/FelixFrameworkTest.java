package io.deltaframe.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;
import org.osgi.util.function.Function;
import org.osgi.util.promise.Promise;

class FelixFrameworkTest {

    private static final String FUNCTION = "org.osgi.util.function";
    private static final String PROMISE = "org.osgi.util.promise";

    /** A new one for each test. */
    @RegisterExtension
    final FelixFramework felix = FelixFramework.sharing(FUNCTION).installing(PROMISE);

    private Bundle promise() {
        return List.of(felix.context().getBundles()).stream().filter(bundle -> bundle.getSymbolicName().equals(PROMISE))
                .findFirst().orElseThrow();
    }

    @Test
    void bundles_of_the_class_path_are_installed_and_started() {
        assertEquals(Bundle.ACTIVE, promise().getState());
    }

    @Test
    void what_is_shared_is_the_same_type_on_both_sides_and_what_is_not_is_another() throws Exception {
        assertSame(Function.class, promise().loadClass(Function.class.getName()));
        assertNotSame(Promise.class, promise().loadClass("org.osgi.util.promise.Promise"));
    }

    @Test
    void services_are_found_by_type_and_property() throws Exception {
        Callable<String> one = () -> "one";
        felix.context().registerService(Callable.class, () -> "none", null);
        felix.context().registerService(Callable.class, one, new Hashtable<>(Map.of("number", 1)));
        assertSame(one, felix.service(Callable.class, "(number=1)"));
        assertThrows(IllegalArgumentException.class, () -> felix.service(Callable.class, "number"));
    }

    @Test
    void an_updated_bundle_has_a_new_class_loader_after_a_refresh() throws Exception {
        Class<?> before = promise().loadClass("org.osgi.util.promise.Promise");
        felix.update(promise());
        felix.refresh(promise());
        assertNotSame(before, promise().loadClass("org.osgi.util.promise.Promise"));
    }

    @Test
    void a_framework_that_was_closed_starts_anew(FelixFramework same) throws Exception {
        assertSame(felix, same);
        felix.close();
        felix.with("answer", "42").start();
        assertEquals("42", felix.context().getProperty("answer"));
        assertEquals(Bundle.ACTIVE, promise().getState());
    }

    @Test
    void a_bundle_that_is_not_on_the_class_path_is_told_with_those_that_are() {
        String message = assertThrows(IllegalArgumentException.class,
                () -> FelixFramework.sharing("org.example.none")).getMessage();
        assertTrue(message.contains("org.example.none") && message.contains(PROMISE), message);
    }

    @Test
    void exports_keep_their_names_and_versions_and_lose_the_rest() {
        assertEquals(List.of("a.b;version=\"1.0.0\"", "c", "d;version=2", "e;version=2"),
                ClassPathBundle.exports("a.b;version=\"1.0.0\";uses:=\"x,y;z\",c,d;e;x:=\"1,2\";version=2"));
        assertEquals(List.of(), ClassPathBundle.exports(null));
    }
}
