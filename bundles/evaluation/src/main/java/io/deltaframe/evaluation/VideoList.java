package io.deltaframe.evaluation;

import io.deltaframe.evaluation.list.ListContent;
import io.deltaframe.evaluation.list.ListEntry;
import io.deltaframe.evaluation.list.ListReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A list of labelled videos in UTF-8: {@code path frames label} or {@code path label} on each line, separated by
 * blanks, tabs, commas or semicolons, with or without quotes around the path. Each line is read by itself and by what
 * is on disk, since names have blanks and numbers in them too. A path may be as it stands, below the root with leading
 * folders of another machine dropped, or beside the list. The numbers of frames are kept to be compared; like the
 * released code, an evaluation takes the frames that are there.
 *
 * @param name     of the file, for messages
 * @param sha256   of the file
 * @param videos   in the order of the file
 * @param oddities what is not as it should be but does not keep the list from being used: each names its line or lines
 *                 and says what was made of it
 * @param root     where the videos are
 */
public record VideoList(String name, String sha256, List<ListedVideo> videos, List<String> oddities, DataRoot root) {

    /** Lines that are named where a list cannot be used. */
    private static final int NAMED = 3;
    /** Of fewer classes, small lists often leave out the first alone. */
    private static final int FEW_CLASSES = 5;

    /**
     * Keeps the lists as they are now.
     *
     * @throws NullPointerException if there is no list, or an element is null
     */
    public VideoList {
        videos = List.copyOf(videos);
        oddities = List.copyOf(oddities);
    }

    /**
     * Reads a list, and finds its videos.
     *
     * @param file       the list; empty lines and those that begin with # do not count
     * @param root       where the videos are; null for the folder of the list
     * @param firstLabel what the list calls the first class: 0 in the lists of the released code, 1 in some of UCF101's
     * @return the list
     * @throws EvaluationException if it or the root cannot be read, it has no lines, most of them are no video with its
     *                             label or their videos are not there, or a label is below the first
     */
    public static VideoList read(Path file, Path root, int firstLabel) throws EvaluationException {
        byte[] bytes;
        try {
            if (Files.isDirectory(file)) {
                throw new EvaluationException("list " + file + ": expected a file, found a folder");
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                // A pipe would wait for somebody who writes to it
                throw new EvaluationException("list " + file + ": expected a file, found a pipe, a socket or a device");
            }
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new EvaluationException("no such list: " + file, e);
        } catch (IOException e) {
            throw new EvaluationException("list " + file + " cannot be read: " + FileReason.of(e), e);
        }
        Path beside = file.toAbsolutePath().normalize().getParent();
        Path folder = root == null ? beside : root.toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new EvaluationException("no such folder: " + folder + " (--root)");
        }
        return of(bytes, file.toString(), folder, beside, firstLabel);
    }

    static VideoList of(byte[] bytes, String name, Path root, Path beside, int firstLabel)
            throws EvaluationException {
        ListContent content;
        try {
            content = ListReader.read(bytes, root, beside);
        } catch (IOException e) {
            throw new EvaluationException("list " + name + ": " + e.getMessage(), e);
        }
        if (content.lines() == 0) {
            throw new EvaluationException("list " + name + ": expected a video and its label a line, found no line");
        }
        if (content.isMostlyUnusable() || content.entries().isEmpty()) {
            List<String> unusable = content.unusable();
            throw new EvaluationException("list " + name + ": " + unusable.size() + " of " + content.lines()
                    + (content.lines() == 1 ? " line" : " lines") + " cannot be used: "
                    + unusable.stream().limit(NAMED).collect(Collectors.joining("; "))
                    + (unusable.size() > NAMED ? "; and " + (unusable.size() - NAMED) + " more" : "")
                    + "; videos are looked for in " + root + " (--root)");
        }
        List<ListedVideo> videos = new ArrayList<>();
        for (ListEntry entry : content.entries()) {
            if (entry.label() < firstLabel) {
                throw new EvaluationException("list " + name + ", line " + entry.line() + ": expected labels from "
                        + firstLabel + ", found " + entry.label()
                        + "; a list that counts from 0 needs --first-label 0");
            }
            videos.add(new ListedVideo(videos.size(), entry.line(), entry.path(), entry.location(), entry.frames(),
                    entry.label() - firstLabel));
        }
        return new VideoList(name, Sha256.of(bytes), videos, content.oddities(),
                new DataRoot(root, content.dropped()));
    }

    /**
     * Checks the labels.
     *
     * @param classes number of classes
     * @throws EvaluationException if a label is none of them
     */
    public void check(int classes) throws EvaluationException {
        for (ListedVideo video : videos) {
            if (video.label() >= classes) {
                boolean fromOne = videos.stream().allMatch(each -> each.label() >= 1 && each.label() <= classes);
                throw new EvaluationException("list " + name + ", line " + video.line()
                        + ": expected labels from 0 to " + (classes - 1) + " for " + classes + " classes, found "
                        + video.label() + (fromOne ? "; if the list counts from 1, say so (--first-label 1)" : ""));
            }
        }
    }

    /**
     * {@return what is odd about the numbering, though each label is a class: the first class has no video and all
     * others have some, as in a list that counts from 1 for a model with one class more; empty if nothing is}
     *
     * @param classes number of classes
     */
    public String numbering(int classes) {
        long used = videos.stream().mapToInt(ListedVideo::label).distinct().count();
        boolean first = videos.stream().anyMatch(video -> video.label() == 0);
        return first || classes < FEW_CLASSES || used != classes - 1 ? "" : "list " + name
                + ": no video of class 0, and some of every other class; if the list counts from 1, say so "
                + "(--first-label 1)";
    }
}
