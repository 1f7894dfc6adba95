package io.deltaframe.evaluation.list;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the videos of a list are: as written, below the root with leading folders of another machine dropped or not, or
 * beside the list. Names are the same in every Unicode normal form, and with backslashes between folders. For one
 * thread.
 */
final class VideoFolders {

    /** Some videos of every data set are missing; so many lines show what folders to drop. */
    static final int LOOKED_AT = 200;

    private static final Set<String> EXTENSIONS = Set.of("mp4", "avi", "mkv", "webm", "mov", "m4v", "mpg", "mpeg",
            "ts", "mts", "m2ts", "wmv", "flv", "3gp", "ogv", "gif", "y4m");

    private final Path root;
    private final Path beside;
    private final Map<Path, List<String>> listings = new HashMap<>();
    private int dropped;

    /**
     * Folders without any video looked for.
     *
     * @param root   where the videos should be
     * @param beside folder of the list
     */
    VideoFolders(Path root, Path beside) {
        this.root = root;
        this.beside = beside;
    }

    /** Finds how many leading folders to drop: as many, for all alike, as let the most lines be there. */
    void drop(List<List<String>> pathsOfLines) {
        List<List<String>> first = pathsOfLines.subList(0, Math.min(LOOKED_AT, pathsOfLines.size()));
        int deepest = first.stream().flatMap(List::stream).mapToInt(path -> names(slashed(path)).length).max()
                .orElse(0);
        long most = 0;
        for (int count = 0; count < deepest; count++) {
            int drop = count;
            long there = first.stream().filter(paths -> paths.stream().anyMatch(path -> forms(path).stream()
                    .anyMatch(form -> exists(below(root, form, drop))))).count();
            if (there > most) {
                dropped = count;
                most = there;
            }
        }
    }

    /** {@return leading folders that are dropped} */
    int dropped() {
        return dropped;
    }

    /** {@return where a path of the list is; empty if it is nowhere} */
    Optional<String> find(String path) {
        List<String> forms = forms(path);
        for (String form : forms) {
            for (String place : places(form)) {
                if (exists(place)) {
                    return Optional.of(place);
                }
            }
        }
        if (path.chars().allMatch(c -> c < 128)) {
            return Optional.empty();
        }
        return forms.stream().flatMap(form -> places(form).stream()).map(this::inAnyNormalForm)
                .flatMap(Optional::stream).findFirst();
    }

    /** {@return where a path should be} */
    String expected(String path) {
        return below(root, slashed(path), dropped);
    }

    /** {@return the videos whose names are a path and an extension} */
    List<String> extended(String path) {
        for (String place : places(slashed(path))) {
            Optional<Path> file = path(place);
            if (file.isPresent() && file.get().getParent() != null && file.get().getFileName() != null) {
                String begin = file.get().getFileName() + ".";
                List<String> found = listing(file.get().getParent()).stream().filter(name -> name.startsWith(begin)
                        && EXTENSIONS.contains(name.substring(begin.length()).toLowerCase(Locale.ROOT)))
                        .map(name -> file.get().resolveSibling(name).toString()).toList();
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }

    /** {@return the name of a video that differs in its extension or in the case of letters; empty if there is none} */
    Optional<String> similar(String path) {
        for (String place : places(slashed(path))) {
            Optional<Path> file = path(place);
            if (file.isPresent() && file.get().getParent() != null && file.get().getFileName() != null) {
                String name = file.get().getFileName().toString();
                Optional<String> found = listing(file.get().getParent()).stream()
                        .filter(other -> other.equalsIgnoreCase(name) || EXTENSIONS.contains(extension(other))
                                && stem(other).equalsIgnoreCase(stem(name))).findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static String stem(String name) {
        return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private List<String> places(String form) {
        Set<String> places = new LinkedHashSet<>();
        if (path(form).filter(Path::isAbsolute).isPresent()) {
            places.add(form);
        }
        places.add(below(root, form, 0));
        places.add(below(root, form, dropped));
        places.add(below(beside, form, 0));
        return new ArrayList<>(places);
    }

    private static List<String> forms(String path) {
        return path.contains("\\") ? List.of(path, slashed(path)) : List.of(path);
    }

    private static String slashed(String path) {
        return path.replace('\\', '/');
    }

    private static String below(Path folder, String path, int dropped) {
        String[] names = names(path);
        StringBuilder place = new StringBuilder(folder.toString());
        for (int i = Math.min(dropped, names.length - 1); i < names.length; i++) {
            place.append('/').append(names[i]);
        }
        return place.toString();
    }

    private static String[] names(String path) {
        return path.replaceFirst("^/+", "").replaceFirst("^(\\./+)+", "").split("/+");
    }

    private Optional<String> inAnyNormalForm(String place) {
        Path found = Path.of("/");
        for (String name : names(place)) {
            Path folder = found;
            if (exists(folder.resolve(name).toString())) {
                found = folder.resolve(name);
                continue;
            }
            Optional<String> same = listing(folder).stream().filter(other -> nfc(other).equals(nfc(name))).findFirst();
            if (same.isEmpty()) {
                return Optional.empty();
            }
            found = folder.resolve(same.get());
        }
        return Optional.of(found.toString());
    }

    private static String nfc(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    private List<String> listing(Path folder) {
        return listings.computeIfAbsent(folder, key -> {
            List<String> names = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(key)) {
                entries.forEach(entry -> names.add(entry.getFileName().toString()));
            } catch (IOException | DirectoryIteratorException e) {
                return List.of();
            }
            names.sort(null);
            return names;
        });
    }

    private static Optional<Path> path(String place) {
        try {
            return Optional.of(Path.of(place));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean exists(String place) {
        return path(place).filter(Files::exists).isPresent();
    }
}
