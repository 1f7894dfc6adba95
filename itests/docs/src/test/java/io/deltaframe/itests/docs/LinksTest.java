package io.deltaframe.itests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltaframe.itests.docs.Page.Link;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every link inside the checkout leads somewhere, and every page is led to. */
class LinksTest {

    @Test
    void every_relative_link_leads_to_a_file_or_folder() {
        assertEquals(List.of(), Checkout.pages().stream().flatMap(page -> page.links().stream())
                .filter(link -> !link.isExternal() && !Files.exists(link.file()))
                .map(Link::toString).toList());
    }

    @Test
    void every_link_to_a_heading_leads_to_one() {
        assertEquals(List.of(), Checkout.pages().stream().flatMap(page -> page.links().stream())
                .filter(link -> link.leadsToPage() && !link.anchor().isEmpty())
                .filter(link -> !Page.read(link.file()).anchors().contains(link.anchor()))
                .map(Link::toString).toList());
    }

    @Test
    void every_page_is_reached_from_the_readme() {
        Set<Path> reached = new HashSet<>();
        Deque<Path> open = new ArrayDeque<>(List.of(Checkout.ROOT.resolve("README.md")));
        while (!open.isEmpty()) {
            Path file = open.pop();
            if (reached.add(file) && Files.isRegularFile(file)) {
                Page.read(file).links().stream().filter(Link::leadsToPage).forEach(link -> open.push(link.file()));
            }
        }
        assertEquals(List.of(), Checkout.pages().stream().filter(page -> !reached.contains(page.file()))
                .map(Page::toString).toList());
    }
}
