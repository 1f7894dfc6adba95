package io.deltaframe.evaluation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list in one of the released formats: {@code path frames label} for folders of pictures, or {@code path label} for
 * video files, separated by blanks or commas. The whole file has one format: if every line has two numbers at its end,
 * the first of them is the number of frames. The numbers of frames are kept to be compared; like the released code, an
 * evaluation takes the frames that are there.
 *
 * @param name   of the file, for messages
 * @param sha256 of the file
 * @param videos in the order of the file
 */
public record VideoList(String name, String sha256, List<ListedVideo> videos) {

    private static final String END = "[\\s,]+(\\d{1,9})$";
    private static final Pattern WITH_FRAMES = Pattern.compile("(.+?)[\\s,]+(\\d{1,9})" + END);
    private static final Pattern WITHOUT_FRAMES = Pattern.compile("(.+?)" + END);

    /**
     * Keeps the videos as they are now.
     *
     * @throws NullPointerException if there are no videos, or one is null
     */
    public VideoList {
        videos = List.copyOf(videos);
    }

    /**
     * Reads a list.
     *
     * @param file       the list, UTF-8; empty lines do not count
     * @param firstLabel what the list calls the first class: 0 in the lists of the released code, 1 in some of UCF101's
     * @return the list
     * @throws EvaluationException if it cannot be read, has no lines, or one that is no video with its label
     */
    public static VideoList read(Path file, int firstLabel) throws EvaluationException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new EvaluationException("no such list: " + file, e);
        } catch (IOException e) {
            throw new EvaluationException("list " + file + " cannot be read: " + e, e);
        }
        List<String> lines;
        try {
            lines = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().lines()
                    .map(String::strip).toList();
        } catch (CharacterCodingException e) {
            throw new EvaluationException("list " + file + " must be UTF-8 text but is not", e);
        }
        return new VideoList(file.toString(), Sha256.of(bytes), videos(file.toString(), lines, firstLabel));
    }

    private static List<ListedVideo> videos(String name, List<String> lines, int firstLabel)
            throws EvaluationException {
        Pattern format = lines.stream().filter(line -> !line.isEmpty())
                .allMatch(line -> WITH_FRAMES.matcher(line).matches()) ? WITH_FRAMES : WITHOUT_FRAMES;
        List<ListedVideo> videos = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isEmpty()) {
                continue;
            }
            Matcher line = format.matcher(lines.get(i));
            if (!line.matches()) {
                throw new EvaluationException("list " + name + ", line " + (i + 1)
                        + ": expected 'path frames label' or 'path label', found '" + lines.get(i) + "'");
            }
            int frames = format == WITH_FRAMES ? Integer.parseInt(line.group(2)) : 0;
            int label = Integer.parseInt(line.group(line.groupCount())) - firstLabel;
            if (label < 0) {
                throw new EvaluationException("list " + name + ", line " + (i + 1) + ": expected labels from "
                        + firstLabel + ", found " + line.group(line.groupCount()));
            }
            videos.add(new ListedVideo(videos.size(), line.group(1), frames, label));
        }
        if (videos.isEmpty()) {
            throw new EvaluationException("list " + name + " must have a video a line but is empty");
        }
        return videos;
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
                throw new EvaluationException("list " + name + ", " + video.path() + ": expected labels from 0 to "
                        + (classes - 1) + " for " + classes + " classes, found " + video.label()
                        + (fromOne ? "; if the list counts from 1, say so (--first-label 1)" : ""));
            }
        }
    }
}
