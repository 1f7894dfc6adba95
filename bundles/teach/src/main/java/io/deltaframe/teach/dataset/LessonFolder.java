package io.deltaframe.teach.dataset;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What is in the folder of a lesson: a sub-folder an action, whose name is the action's, with clips: video files, and
 * folders of pictures. Folders between action and clips are groups of clips that belong together; so are the groups
 * that a file {@value Groups#FILE} names. The order is that of the names, so that it is the same on all machines.
 *
 * @param actions   names of the actions
 * @param clips     those of each action, and the negatives at the end
 * @param grouped   whether something says which clips belong together
 * @param oddities  what was passed over, and why
 */
public record LessonFolder(List<String> actions, List<LessonClip> clips, boolean grouped, List<String> oddities) {

    /** Label of negatives. */
    public static final int NONE = -1;
    /** Name of the folder of negatives. */
    public static final String NONE_NAME = "none";

    private static final Set<String> PICTURES =
            Set.of("jpg", "jpeg", "png", "bmp", "webp", "tif", "tiff", "ppm", "pgm");
    private static final Set<String> NO_CLIPS = Set.of("txt", "csv", "tsv", "json", "xml", "yaml", "yml", "md", "pdf",
            "srt", "vtt", "ass", "zip", "tar", "gz", "7z", "rar", "db", "ini", "log", "wav", "mp3", "m4a", "aac",
            "flac", "npy", "npz", "pkl", "pth", "safetensors", "py", "html", "part", "tmp");

    /**
     * Reads a folder.
     *
     * @param folder the folder of a lesson
     * @return what is in it
     * @throws IOException if there is no such folder, it cannot be read, or has no clips; the message says what was
     *                     expected and what was found
     */
    public static LessonFolder read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + ": expected a folder with a sub-folder an action, found "
                    + (Files.exists(folder) ? "a file" : "nothing of that name"));
        }
        return new Reading(folder).read();
    }

    /** One reading of a folder. */
    private static final class Reading {

        private final Path folder;
        private final List<String> oddities = new ArrayList<>();
        private final List<String> actions = new ArrayList<>();
        private final List<LessonClip> clips = new ArrayList<>();
        private final List<LessonClip> negatives = new ArrayList<>();
        private boolean grouped;

        Reading(Path folder) {
            this.folder = folder;
        }

        LessonFolder read() throws IOException {
            Map<String, String> seen = new HashMap<>();
            int folders = 0;
            for (Path entry : entries(folder)) {
                String name = name(entry);
                if (!Files.isDirectory(entry)) {
                    if (!name.equals(Groups.FILE)) {
                        oddities.add(name + ": passed over: clips are expected in a folder with their action's name");
                    }
                    continue;
                }
                folders++;
                String label = Normalizer.normalize(name.strip(), Normalizer.Form.NFC);
                String other = seen.putIfAbsent(label.toLowerCase(Locale.ROOT), name);
                if (other != null) {
                    throw new IOException(folder + ": the folders '" + other + "' and '" + name
                            + "' differ by case, blanks or the coding of letters only: expected a folder an action");
                }
                readAction(entry, label.equalsIgnoreCase(NONE_NAME) ? NONE : actions.size(), label);
            }
            if (clips.isEmpty()) {
                throw new IOException(folder + ": expected a sub-folder an action with clips in it, found "
                        + (folders == 0 ? "no sub-folder" : folders + " without clips of an action")
                        + (oddities.isEmpty() ? "" : "; " + oddities.getFirst()));
            }
            clips.addAll(negatives);
            Path groups = folder.resolve(Groups.FILE);
            List<LessonClip> all = clips;
            if (Files.exists(groups)) {
                all = Groups.apply(groups, clips, oddities);
                grouped = true;
            }
            return new LessonFolder(List.copyOf(actions), List.copyOf(all), grouped, List.copyOf(oddities));
        }

        private void readAction(Path action, int label, String name) throws IOException {
            List<LessonClip> into = label == NONE ? negatives : clips;
            int before = into.size();
            int pictures = 0;
            for (Path entry : entries(action)) {
                if (!Files.isDirectory(entry)) {
                    if (is(entry, PICTURES)) {
                        pictures++;
                    } else {
                        addFile(entry, label, "", into);
                    }
                } else if (hasPictures(entry)) {
                    add(entry, label, "", into);
                } else {
                    readGroup(entry, label, into);
                }
            }
            if (pictures > 0) {
                oddities.add(name(action) + ": " + pictures + (pictures == 1 ? " picture" : " pictures")
                        + " beside the clips passed over: the pictures of a clip are expected in a folder of their "
                        + "own");
            }
            if (into.size() == before) {
                oddities.add(name(action) + ": passed over: expected clips, found none");
            } else if (label != NONE) {
                actions.add(name);
            }
        }

        private void readGroup(Path group, int label, List<LessonClip> into) throws IOException {
            int before = into.size();
            for (Path entry : entries(group)) {
                if (!Files.isDirectory(entry)) {
                    addFile(entry, label, name(group), into);
                } else if (hasPictures(entry)) {
                    add(entry, label, name(group), into);
                } else {
                    oddities.add(path(entry) + ": passed over: expected a clip, found a folder without pictures");
                }
            }
            if (into.size() > before) {
                grouped = true;
            } else {
                oddities.add(path(group) + ": passed over: expected clips or the pictures of one, found neither");
            }
        }

        private void addFile(Path file, int label, String group, List<LessonClip> into) {
            if (is(file, NO_CLIPS)) {
                oddities.add(path(file) + ": passed over: expected a video, found a file of another kind");
            } else {
                add(file, label, group, into);
            }
        }

        /** Groups of one name are one group in whatever action's folder: the same person, say. */
        private void add(Path clip, int label, String group, List<LessonClip> into) {
            into.add(new LessonClip(path(clip), clip, label, group.isEmpty() ? "clip " + path(clip)
                    : "group " + group));
        }

        private String path(Path entry) {
            return folder.relativize(entry).toString().replace('\\', '/');
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private static boolean is(Path file, Set<String> kinds) {
        String name = name(file);
        return kinds.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static boolean hasPictures(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (is(file, PICTURES) && !name(file).startsWith(".")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What is there by name, but for what file managers leave behind. */
    private static List<Path> entries(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = name(file);
                if (!name.startsWith(".") && !name.equalsIgnoreCase("Thumbs.db")
                        && !name.equalsIgnoreCase("desktop.ini") && !name.equals("__MACOSX")) {
                    entries.add(file);
                }
            }
        }
        entries.sort(Comparator.comparing(LessonFolder::name));
        return entries;
    }
}
