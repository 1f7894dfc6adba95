package io.deltaframe.api.config;

import java.util.ArrayList;
import java.util.List;

/** A list in one text, as files of configurations have it that know no other values than texts. */
final class ListedValues {

    private ListedValues() { }

    /**
     * {@return the elements: between commas or on lines of their own, and where they are quoted, without the quotes. A
     * comma within brackets, as filters and ranges of versions have, is part of its element; so is one within quotes}
     */
    static List<String> elements(String text) {
        String list = text.strip();
        // As ConfigAdmin's own format has it: ["a", "b"]
        if (list.startsWith("[") && list.endsWith("]") && list.substring(1).strip().startsWith("\"")) {
            list = list.substring(1, list.length() - 1);
        }
        List<String> elements = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            quoted ^= c == '"';
            if (!quoted) {
                depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            }
            if (!quoted && (c == '\n' || c == ',' && depth <= 0)) {
                add(elements, element);
            } else {
                element.append(c);
            }
        }
        add(elements, element);
        return elements;
    }

    private static void add(List<String> elements, StringBuilder element) {
        String text = element.toString().strip();
        element.setLength(0);
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
            text = text.substring(1, text.length() - 1);
        }
        if (!text.isEmpty()) {
            elements.add(text);
        }
    }
}
