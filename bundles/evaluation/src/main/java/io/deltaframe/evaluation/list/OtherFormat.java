package io.deltaframe.evaluation.list;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What data sets and servers give in place of a list, named by its first lines. */
final class OtherFormat {

    private static final String REMEDY = "; make a text of it with a line 'path label' for each video";
    private static final Pattern JSON = Pattern.compile("\\{\\s*\"|\\[\\s*[\\[{\"]|[\\[{]$");
    private static final Pattern HTML = Pattern.compile("(?i)<(!doctype html|html|head|body|!--).*");
    /** A name, an identifier of YouTube, a begin and an end in seconds. */
    private static final Pattern KINETICS =
            Pattern.compile("(?:\"[^\"]*\"|[^,\"]*),[\\w-]{11},\\d+(?:\\.\\d+)?,\\d+(?:\\.\\d+)?(?:,.*)?");
    private static final Map<Pattern, String> OTHERS = Map.of(
            HTML, "a web page (HTML), as servers send in place of a file; fetch the list itself",
            Pattern.compile("<\\?xml.*"), "XML" + REMEDY,
            Pattern.compile("version https://git-lfs\\.github\\.com/spec.*"),
            "a pointer of Git LFS: git lfs pull fetches the list itself",
            KINETICS, "a CSV file of Kinetics, which names videos on YouTube and times in them" + REMEDY,
            Pattern.compile("(?i)\"?label\"?,\"?youtube_id\"?,.*"),
            "a CSV file of Kinetics, which names videos on YouTube and times in them" + REMEDY);

    private OtherFormat() { }

    /**
     * Looks at a text whose first line names no video that is there.
     *
     * @throws IOException if it is of another format; the message has what was expected and what was found
     */
    static void check(List<ListText.Line> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        String first = shortened(lines.getFirst().text());
        for (Map.Entry<Pattern, String> other : OTHERS.entrySet()) {
            if (other.getKey().matcher(first).matches()) {
                throw new IOException("expected a list, found " + other.getValue());
            }
        }
        String last = lines.getLast().text();
        if (JSON.matcher(first).lookingAt() && (last.endsWith("}") || last.endsWith("]"))) {
            throw new IOException("expected a list, found JSON" + REMEDY);
        }
    }

    private static String shortened(String text) {
        return text.length() > 500 ? text.substring(0, 500) : text;
    }
}
