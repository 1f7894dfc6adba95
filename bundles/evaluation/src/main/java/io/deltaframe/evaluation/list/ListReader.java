package io.deltaframe.evaluation.list;

import io.deltaframe.evaluation.list.LineReadings.Reading;
import io.deltaframe.evaluation.list.LineReadings.Several;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads a list, each line by itself: of the ways to read it, the one whose video is there. For one thread. */
public final class ListReader {

    /** Lines that are named where many have the same oddity. */
    private static final int NAMED = 3;

    private final VideoFolders folders;
    private final List<ListEntry> entries = new ArrayList<>();
    private final List<String> oddities = new ArrayList<>();
    private final Map<Integer, String> unusable = new TreeMap<>();
    private final Map<String, List<Integer>> grouped = new LinkedHashMap<>();
    private final Set<Integer> missing = new LinkedHashSet<>();
    /** Lines with a number of frames, which may be 0. */
    private final Set<Integer> counted = new LinkedHashSet<>();

    private ListReader(VideoFolders folders) {
        this.folders = folders;
    }

    /** A line and the ways to read it. */
    private record Parsed(ListText.Line line, LineReadings readings) { }

    /** A line whole, and, where a comment may stand in it, without. */
    private record Uncertain(Parsed whole, List<Parsed> cut) {

        static Uncertain of(ListText.Line line) {
            return new Uncertain(parsed(line), line.withoutComment().stream().map(Uncertain::parsed).toList());
        }

        private static Parsed parsed(ListText.Line line) {
            return new Parsed(line, LineReadings.of(line.text()));
        }

        List<String> paths() {
            List<String> paths = new ArrayList<>(whole.readings().paths());
            cut.forEach(each -> paths.addAll(each.readings().paths()));
            return paths;
        }
    }

    /**
     * Reads a list.
     *
     * @param bytes  the file
     * @param root   where the videos should be
     * @param beside folder of the list
     * @return what it says
     * @throws IOException if it is no text in UTF-8; the message has what was expected and what was found
     */
    public static ListContent read(byte[] bytes, Path root, Path beside) throws IOException {
        VideoFolders folders = new VideoFolders(root, beside);
        ListReader reader = new ListReader(folders);
        List<ListText.Line> text = ListText.lines(bytes);
        List<Uncertain> uncertain = text.stream().map(Uncertain::of).toList();
        folders.drop(uncertain.stream().map(Uncertain::paths).filter(paths -> !paths.isEmpty()).toList());
        List<Parsed> parsed = uncertain.stream().map(reader::certain).toList();
        if (parsed.isEmpty() || !reader.isThere(parsed.getFirst())) {
            OtherFormat.check(text);
        }
        int lines = 0;
        for (int i = 0; i < parsed.size(); i++) {
            Parsed each = parsed.get(i);
            if (i == 0 && each.readings().readings().isEmpty() && LineReadings.isHeading(each.line().text())) {
                reader.oddities.add("line " + each.line().number() + ": taken for a heading: "
                        + LineReadings.quotable(each.line().text()));
            } else if (!reader.isComment(each)) {
                lines++;
                reader.take(each);
            }
        }
        reader.checkFormats(parsed);
        reader.checkRepeated();
        reader.grouped.forEach((what, where) -> reader.oddities.add(lines(where) + ": " + what));
        return new ListContent(reader.entries, reader.oddities, lines,
                List.copyOf(reader.unusable.values()), folders.dropped());
    }

    /** Names have # in them too: the reading is meant whose video is there, and else the shortest that is a line. */
    private Parsed certain(Uncertain line) {
        if (line.cut().isEmpty() || isThere(line.whole())) {
            return line.whole();
        }
        return line.cut().stream().filter(this::isThere).findFirst().orElseGet(() -> line.cut().reversed().stream()
                .filter(each -> each.readings().problem().isEmpty()).findFirst().orElse(line.whole()));
    }

    private boolean isThere(Parsed parsed) {
        return parsed.readings().paths().stream().anyMatch(path -> !path.isBlank() && folders.find(path).isPresent());
    }

    private boolean isComment(Parsed parsed) {
        return parsed.line().text().startsWith("#") && !isThere(parsed);
    }

    private void take(Parsed parsed) {
        int line = parsed.line().number();
        LineReadings ways = parsed.readings();
        if (!ways.problem().isEmpty()) {
            refuse(line, ways.problem());
            return;
        }
        List<Reading> readings = ways.readings().stream().filter(reading -> !reading.path().isBlank()).toList();
        Map<Reading, String> there = new LinkedHashMap<>();
        for (Reading reading : readings) {
            folders.find(reading.path()).ifPresent(place -> there.put(reading, place));
        }
        if (there.size() > 1) {
            refuse(line, "expected one video, found both " + quoted(there.keySet())
                    + "; put the path in quotes");
        } else if (there.size() == 1) {
            there.forEach((reading, place) -> entries.add(entry(line, reading, place)));
        } else {
            Optional<Several> several = ways.several().stream()
                    .filter(each -> ways.shown() || readings.isEmpty() || folders.find(each.path()).isPresent())
                    .findFirst();
            if (several.isPresent()) {
                refuse(line, LineReadings.severalText("the labels " + several.get().labels()) + " of '"
                        + LineReadings.quotable(several.get().path()) + "'");
            } else if (readings.isEmpty()) {
                refuse(line, "expected 'path label' or 'path frames label', found '"
                        + LineReadings.quotable(parsed.line().text()) + "'");
            } else {
                extend(line, readings);
            }
        }
    }

    /** Names without their extension: taken if one video fits, and told of. */
    private void extend(int line, List<Reading> readings) {
        Map<Reading, List<String>> extended = new LinkedHashMap<>();
        for (Reading reading : readings) {
            List<String> places = folders.extended(reading.path());
            if (!places.isEmpty()) {
                extended.put(reading, places);
            }
        }
        Optional<String> odd = readings.stream()
                .map(each -> LineReadings.oddNumber(each.path(), head -> folders.find(head).isPresent()))
                .flatMap(Optional::stream).findFirst();
        if (extended.isEmpty() && odd.isPresent()) {
            refuse(line, odd.get());
            return;
        }
        if (extended.isEmpty()) {
            // Which reading it is shows when the other lines are known
            missing.add(line);
            entries.add(entry(line, readings.getFirst(), folders.expected(readings.getFirst().path())));
            return;
        }
        Reading reading = extended.keySet().iterator().next();
        List<String> places = extended.get(reading);
        if (extended.size() > 1 || places.size() > 1) {
            refuse(line, "expected one video named '" + LineReadings.quotable(reading.path()) + "', found "
                    + String.join(" and ", extended.values().stream().flatMap(List::stream)
                            .map(ListReader::lastName).toList()) + "; write its extension");
            return;
        }
        String name = lastName(places.getFirst());
        group("no such video, but one with " + name.substring(name.lastIndexOf('.'))
                + " behind the name is there and taken", line);
        entries.add(entry(line, reading, places.getFirst()));
    }

    private void checkFormats(List<Parsed> parsed) {
        int with = 0;
        int without = 0;
        for (ListEntry entry : entries) {
            if (!missing.contains(entry.line())) {
                with += counted.contains(entry.line()) ? 1 : 0;
                without += counted.contains(entry.line()) ? 0 : 1;
            }
        }
        Map<Integer, LineReadings> ways = new HashMap<>();
        parsed.forEach(each -> ways.put(each.line().number(), each.readings()));
        boolean frames = with + without > 0 ? with > without : ways.values().stream()
                .filter(each -> !each.readings().isEmpty()).allMatch(each -> each.readings().size() > 1);
        for (int i = 0; i < entries.size(); i++) {
            ListEntry entry = entries.get(i);
            int line = entry.line();
            if (missing.contains(line)) {
                List<Reading> readings = ways.get(line).readings();
                Reading reading = frames ? readings.getLast() : readings.getFirst();
                entries.set(i, entry(line, reading, folders.expected(reading.path())));
                unusable.put(line, "line " + line + ": no such video: '" + LineReadings.quotable(reading.path()) + "'"
                        + folders.similar(reading.path()).map(name -> "; there is " + name).orElse(""));
            } else if (with > 0 && without > 0 && counted.contains(line) != frames) {
                group(frames ? "no number of frames, which other lines have"
                        : "a number of frames before the label, which other lines do not have", line);
            } else if (counted.contains(line) && entry.frames() == 0) {
                group("0 stands for the number of frames, which is taken as unknown", line);
            }
        }
    }

    /** What a video that comes again is worth, the data set knows: it counts, and is told of. */
    private void checkRepeated() {
        Map<String, ListEntry> first = new HashMap<>();
        for (ListEntry entry : entries) {
            ListEntry before = first.putIfAbsent(entry.location(), entry);
            if (before != null && before.label() == entry.label()) {
                group("a video that came before, such as line " + before.line() + "; it counts again", entry.line());
            } else if (before != null) {
                oddities.add("line " + entry.line() + ": '" + LineReadings.quotable(entry.path()) + "' has label "
                        + entry.label() + ", and label " + before.label() + " in line " + before.line()
                        + "; both count");
            }
        }
    }

    private void group(String what, int line) {
        String key = grouped.keySet().stream().filter(each -> each.replaceFirst("line \\d+", "").equals(
                what.replaceFirst("line \\d+", ""))).findFirst().orElse(what);
        grouped.computeIfAbsent(key, each -> new ArrayList<>()).add(line);
    }

    private void refuse(int line, String why) {
        unusable.put(line, "line " + line + ": " + why);
        oddities.add("line " + line + " is left out: " + why);
    }

    private ListEntry entry(int line, Reading reading, String place) {
        if (reading.counted()) {
            counted.add(line);
        }
        return new ListEntry(line, reading.path(), place, reading.frames(), reading.label());
    }

    private static String quoted(Iterable<Reading> readings) {
        List<String> paths = new ArrayList<>();
        readings.forEach(reading -> paths.add("'" + LineReadings.quotable(reading.path()) + "'"));
        return String.join(" and ", paths);
    }

    private static String lastName(String place) {
        return place.substring(place.lastIndexOf('/') + 1);
    }

    private static String lines(List<Integer> lines) {
        if (lines.size() == 1) {
            return "line " + lines.getFirst();
        }
        List<String> named = lines.stream().limit(NAMED).map(String::valueOf).toList();
        return "lines " + (lines.size() > NAMED ? String.join(", ", named) + " and " + (lines.size() - NAMED) + " more"
                : String.join(", ", named.subList(0, named.size() - 1)) + " and " + named.getLast());
    }
}
