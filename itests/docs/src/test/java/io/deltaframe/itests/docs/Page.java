package io.deltaframe.itests.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page in Markdown, as far as the tests read it: prose, links and headings, and code between fences or indented by
 * four blanks.
 *
 * @param file  where it is
 * @param lines its lines
 */
record Page(Path file, List<String> lines) {

    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\](?:\\(([^)\\s]+)\\)|\\[([^\\]]+)\\])");
    private static final Pattern REFERENCE = Pattern.compile("\\[([^\\]]+)\\]: +(\\S+)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?) *#*");
    private static final String FENCE = "```";
    private static final String INDENT = "    ";

    /**
     * A link.
     *
     * @param page   where it stands
     * @param line   its line, from 1
     * @param text   what is shown
     * @param target where it leads
     */
    record Link(Page page, int line, String text, String target) {

        /** {@return whether it leads out of the checkout} */
        boolean isExternal() {
            return target.matches("[a-z]+:.*");
        }

        /** {@return whether it leads to a page of the checkout} */
        boolean leadsToPage() {
            return !isExternal() && file().toString().endsWith(".md");
        }

        /** {@return the file it leads to} */
        Path file() {
            String path = target.replaceFirst("#.*", "");
            return path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
        }

        /** {@return the heading it leads to, or an empty string} */
        String anchor() {
            return target.contains("#") ? target.substring(target.indexOf('#') + 1) : "";
        }

        @Override
        public String toString() {
            return page + ":" + line + ": [" + text + "](" + target + ")";
        }
    }

    /**
     * Reads a page.
     *
     * @param file in UTF-8
     */
    static Page read(Path file) {
        try {
            return new Page(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException("expected the page " + file, e);
        }
    }

    /** {@return the links, in their order; those by a reference with what it says} */
    List<Link> links() {
        List<Link> links = new ArrayList<>();
        List<String> prose = prose();
        Map<String, String> references = new HashMap<>();
        for (String line : prose) {
            Matcher reference = REFERENCE.matcher(line);
            if (reference.matches()) {
                references.put(reference.group(1), reference.group(2));
            }
        }
        for (int i = 0; i < prose.size(); i++) {
            Matcher link = LINK.matcher(prose.get(i));
            while (link.find()) {
                String target = link.group(2) != null ? link.group(2)
                        : references.getOrDefault(link.group(3), "no reference named " + link.group(3));
                links.add(new Link(this, i + 1, link.group(1), target));
            }
        }
        return links;
    }

    /** {@return the names by which its headings are linked, as GitHub makes them} */
    Set<String> anchors() {
        Set<String> anchors = new LinkedHashSet<>();
        for (String line : prose()) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String name = heading.group(1).toLowerCase(Locale.ROOT);
                anchors.add(name.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
            }
        }
        return anchors;
    }

    /** {@return its lines, with empty ones for code} */
    List<String> prose() {
        return select(false);
    }

    /** {@return its lines of code, with empty ones for prose; a backslash at the end joins a line with the next} */
    List<String> code() {
        List<String> joined = new ArrayList<>();
        String begun = "";
        for (String line : select(true)) {
            boolean goesOn = line.endsWith("\\");
            String all = begun + (goesOn ? line.substring(0, line.length() - 1) : line).strip();
            begun = goesOn ? all + " " : "";
            joined.add(goesOn ? "" : all);
        }
        return joined;
    }

    private List<String> select(boolean code) {
        List<String> selected = new ArrayList<>();
        boolean fenced = false;
        boolean indented = false;
        boolean blank = true;
        for (String line : lines) {
            boolean fence = line.strip().startsWith(FENCE);
            indented = !fenced && line.startsWith(INDENT) && (blank || indented);
            boolean isCode = fence || fenced || indented;
            selected.add(isCode == code && !fence ? line : "");
            fenced ^= fence;
            blank = line.isBlank();
        }
        return selected;
    }

    @Override
    public String toString() {
        return Checkout.ROOT.relativize(file).toString();
    }
}
