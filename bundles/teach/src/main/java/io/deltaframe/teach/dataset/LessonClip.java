package io.deltaframe.teach.dataset;

import java.nio.file.Path;

/**
 * A clip of a lesson.
 *
 * @param path     below the folder of the lesson, with slashes between names
 * @param location where it is: a file, or a folder of pictures
 * @param label    index of its action, or {@link LessonFolder#NONE} for a negative
 * @param group    clips of one group were made together and are left out together; unlike that of any other clip where
 *                 nothing is said
 */
public record LessonClip(String path, Path location, int label, String group) {

    /** {@return whether it shows no action} */
    public boolean negative() {
        return label == LessonFolder.NONE;
    }

    LessonClip inGroup(String other) {
        return new LessonClip(path, location, label, other);
    }
}
