package io.deltaframe.itests.felix.messages;

import java.util.List;
import java.util.Map;

/** {@code docs/messages.md}: what is said of each bad input. */
final class MessagesPage {

    private static final int COLUMNS = 116;
    private static final String CONTINUED = "    ";
    private static final String BEGIN = """
            # Messages

            What Deltaframe says of bad inputs, kind by kind. This page is written by a test that tries each of them in
            the real distribution; [contributing](../CONTRIBUTING.md#messages) says how a row is added. A message is one
            line; long ones are wrapped here, and go on after four blanks.
            """;

    private final StringBuilder page = new StringBuilder(BEGIN);

    /** {@return a page of all kinds} */
    static String of(Map<MessageKind, Map<MessageKind.Row, Told>> told) {
        MessagesPage page = new MessagesPage();
        told.forEach((kind, rows) -> {
            page.page.append("\n## ").append(kind.title()).append('\n');
            rows.forEach(page::add);
        });
        return page.page.toString();
    }

    private void add(MessageKind.Row row, Told told) {
        page.append("\n### ").append(row.name()).append("\n\n```text\n");
        wrapped((told.status() < 0 ? "" : "$ ") + told.attempt());
        told.lines().forEach(this::wrapped);
        page.append(told.status() < 0 ? "" : "exit status " + told.status() + "\n").append("```\n");
    }

    private void wrapped(String text) {
        StringBuilder line = new StringBuilder();
        for (String word : List.of(text.split(" ", -1))) {
            if (line.length() > CONTINUED.length() && line.length() + 1 + word.length() > COLUMNS) {
                page.append(line.toString().stripTrailing()).append('\n');
                line.setLength(0);
                line.append(CONTINUED).append(word);
            } else {
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
        }
        page.append(line.toString().stripTrailing()).append('\n');
    }
}
