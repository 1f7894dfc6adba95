package io.deltaframe.evaluation.list;

import java.util.List;

/**
 * What a list says.
 *
 * @param entries   the videos that can be evaluated or are missing, in the order of the list
 * @param oddities  what is not as it should be, each with its line or lines
 * @param lines     lines that should be videos
 * @param unusable  those of them that are no video with its label, or whose video is not there, each with its reason
 * @param dropped   leading folders of another machine
 */
public record ListContent(List<ListEntry> entries, List<String> oddities, int lines, List<String> unusable,
        int dropped) {

    /** Keeps the lists as they are now. */
    public ListContent {
        entries = List.copyOf(entries);
        oddities = oddities.stream().map(ListText::line).toList();
        unusable = unusable.stream().map(ListText::line).toList();
    }

    /** {@return whether most lines cannot be used} */
    public boolean isMostlyUnusable() {
        return 2L * unusable.size() > lines;
    }
}
