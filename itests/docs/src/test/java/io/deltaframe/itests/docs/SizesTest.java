package io.deltaframe.itests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The front door stays short, and every page can be read in an editor. */
class SizesTest {

    private static final int FRONT_DOOR_LINES = 150;
    private static final int COLUMNS = 120;

    @Test
    void the_readme_is_a_front_door() {
        int lines = Checkout.page("README.md").lines().size();
        assertTrue(lines <= FRONT_DOOR_LINES, "README.md: expected at most " + FRONT_DOOR_LINES + " lines, found "
                + lines + "; what is more belongs into a page of docs/");
    }

    @Test
    void lines_are_not_longer_than_120_columns() {
        List<String> tooLong = new ArrayList<>();
        for (Page page : Checkout.pages()) {
            for (int i = 0; i < page.lines().size(); i++) {
                int columns = page.lines().get(i).codePointCount(0, page.lines().get(i).length());
                if (columns > COLUMNS) {
                    tooLong.add(page + ":" + (i + 1) + " has " + columns);
                }
            }
        }
        assertEquals(List.of(), tooLong);
    }
}
