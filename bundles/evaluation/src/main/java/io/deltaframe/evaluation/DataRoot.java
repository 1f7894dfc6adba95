package io.deltaframe.evaluation;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the videos of a list are. The released lists carry the absolute paths of the machines they were made on, so
 * that leading folders may have to be dropped: as many, for all alike, as let the most of the first videos be there.
 *
 * @param folder  the folder
 * @param dropped leading names of a listed path that are not below it
 */
public record DataRoot(Path folder, int dropped) {

    /** Some videos of every data set are missing; that so many in a row are is a wrong folder. */
    private static final int LOOKED_AT = 200;

    /**
     * Finds out how the paths of a list continue a folder.
     *
     * @param folder where the videos should be
     * @param list   of videos
     * @return how to resolve them
     * @throws EvaluationException if none of the first videos is there
     */
    public static DataRoot of(Path folder, VideoList list) throws EvaluationException {
        if (!Files.isDirectory(folder)) {
            throw new EvaluationException("no such folder: " + folder + " (--root)");
        }
        List<ListedVideo> first = list.videos().subList(0, Math.min(LOOKED_AT, list.videos().size()));
        int deepest = first.stream().mapToInt(video -> names(video.path()).length).max().orElseThrow();
        DataRoot best = null;
        long most = 0;
        for (int dropped = 0; dropped < deepest; dropped++) {
            DataRoot root = new DataRoot(folder, dropped);
            long there = first.stream().filter(video -> exists(root.resolve(video.path()))).count();
            if (there > most) {
                best = root;
                most = there;
            }
        }
        if (best != null) {
            return best;
        }
        throw new EvaluationException("none of the first " + first.size() + " videos of " + list.name() + " is below "
                + folder + ", such as " + first.getFirst().path());
    }

    /**
     * {@return where a video is}
     *
     * @param path as the list has it
     */
    public String resolve(String path) {
        String[] names = names(path);
        StringBuilder resolved = new StringBuilder(folder.toString());
        for (int i = Math.min(dropped, names.length - 1); i < names.length; i++) {
            resolved.append('/').append(names[i]);
        }
        return resolved.toString();
    }

    private static String[] names(String path) {
        return path.replaceFirst("^/+", "").split("/+");
    }

    private static boolean exists(String path) {
        try {
            return Files.exists(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
