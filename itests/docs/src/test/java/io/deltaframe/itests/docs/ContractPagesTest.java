package io.deltaframe.itests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltaframe.api.Recognizer;
import io.deltaframe.api.event.ModelEvents;
import io.deltaframe.api.event.RecognizerEvents;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Topics, event properties and service properties of the API are on the pages that list them. */
class ContractPagesTest {

    @Test
    void events_are_listed_with_their_properties() throws IllegalAccessException {
        assertNamed("docs/models-and-swapping.md", RecognizerEvents.class);
        assertNamed("docs/models-and-swapping.md", ModelEvents.class);
    }

    @Test
    void service_properties_of_recognizers_are_listed() throws IllegalAccessException {
        assertNamed("docs/use-the-service.md", Recognizer.class);
    }

    private static void assertNamed(String page, Class<?> contract) throws IllegalAccessException {
        String text = String.join("\n", Checkout.page(page).lines());
        List<String> missing = new ArrayList<>();
        int names = 0;
        for (Field constant : contract.getFields()) {
            if (constant.getType() == String.class) {
                // Filters for topics, which end with an asterisk, are no names.
                String name = (String) constant.get(null);
                names++;
                if (!name.endsWith("*") && !text.contains("`" + name + "`")) {
                    missing.add(name);
                }
            }
        }
        assertEquals(List.of(), missing, page + " does not name what " + contract.getName() + " does");
        assertTrue(names > 0, contract.getName() + " has no names");
    }
}
