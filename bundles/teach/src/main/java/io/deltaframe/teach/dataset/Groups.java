package io.deltaframe.teach.dataset;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A file that says which clips belong together: a line a clip, its path below the folder, a comma, its group. */
final class Groups {

    /** Name of the file. */
    static final String FILE = "groups.csv";

    private Groups() { }

    /**
     * {@return the clips with the groups of a file}
     *
     * @param file     the file
     * @param clips    of the lesson
     * @param oddities where lines without a clip, and clips without a line, are noted
     * @throws IOException if the file cannot be read, a line is none, or a clip is in two groups
     */
    static List<LessonClip> apply(Path file, List<LessonClip> clips, List<String> oddities) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IOException(FILE + ": expected text in UTF-8, found other bytes", e);
        }
        Map<String, Integer> indices = new HashMap<>();
        for (int i = 0; i < clips.size(); i++) {
            indices.put(key(clips.get(i).path()), i);
        }
        List<LessonClip> grouped = new ArrayList<>(clips);
        boolean[] named = new boolean[clips.size()];
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).replace("\uFEFF", "").strip();
            if (line.isEmpty() || line.startsWith("#") || number == 1 && line.replace(" ", "")
                    .equalsIgnoreCase("path,group")) {
                continue;
            }
            int comma = line.lastIndexOf(',');
            String path = comma < 0 ? "" : unquoted(line.substring(0, comma));
            String group = comma < 0 ? "" : unquoted(line.substring(comma + 1));
            if (path.isEmpty() || group.isEmpty()) {
                throw new IOException(FILE + " line " + number + ": expected the path of a clip, a comma and its group,"
                        + " found '" + shortened(line) + "'");
            }
            Integer clip = indices.get(key(path));
            if (clip == null) {
                oddities.add(FILE + " line " + number + ": passed over: there is no clip '" + shortened(path) + "'");
                continue;
            }
            String name = "group " + group;
            if (named[clip] && !grouped.get(clip).group().equals(name)) {
                throw new IOException(FILE + " line " + number + ": expected one group a clip, found a second one for '"
                        + shortened(path) + "'");
            }
            named[clip] = true;
            grouped.set(clip, clips.get(clip).inGroup(name));
        }
        int without = 0;
        for (boolean clip : named) {
            without += clip ? 0 : 1;
        }
        if (without > 0) {
            oddities.add(FILE + " names no group of " + without + " of " + clips.size()
                    + " clips: they stay in those of their folders");
        }
        return grouped;
    }

    private static String key(String path) {
        String slashes = path.replace('\\', '/');
        return Normalizer.normalize(slashes.startsWith("./") ? slashes.substring(2) : slashes, Normalizer.Form.NFC);
    }

    private static String unquoted(String field) {
        String text = field.strip();
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }
}
