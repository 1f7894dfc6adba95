package io.deltaframe.itests.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that the tests run in. */
final class Checkout {

    /** Its root. */
    static final Path ROOT = Path.of(System.getProperty("docs.checkout", ".")).toAbsolutePath().normalize();

    private static final List<String> NAMED = List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md",
            "bundles/model-motion/MODEL-CARD.md", "itests/benchmarks/README.md");

    private Checkout() { }

    /** {@return the pages that are written for readers, of the root, of docs, and of single folders} */
    static List<Page> pages() {
        List<Path> files = new ArrayList<>();
        for (String name : NAMED) {
            files.add(ROOT.resolve(name));
        }
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream().map(Page::read).toList();
    }

    /**
     * {@return a page}
     *
     * @param path from the root
     */
    static Page page(String path) {
        return Page.read(ROOT.resolve(path));
    }
}
