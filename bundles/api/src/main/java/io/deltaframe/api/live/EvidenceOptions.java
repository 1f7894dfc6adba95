package io.deltaframe.api.live;

import java.io.Serializable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a session keeps of its action events as pictures and clips. Begin with {@link #in} and change what shall be
 * different. Immutable.
 *
 * @param folder   path of the folder, made if it is missing. Several sessions may share one
 * @param preRoll  stream time that a clip shows before the start of its event, 0 to 60 s
 * @param clip     longest clip, from the start of its pre-roll, above {@code preRoll} and up to 10 min; zero for
 *                 pictures alone
 * @param rate     frames a second that are kept and that clips have, above 0 to 60; no more than come
 * @param quality  of pictures, 1 to 100
 * @param bytes    size of the whole folder from which on the oldest events are deleted, at least 1 MiB
 * @param age      age from which on events are deleted, above 0
 * @param memory   bytes of pictures that are kept in memory at most for events to come and for clips that are not yet
 *                 written, at least 1 MiB. Where pre-roll and window do not fit, clips begin later
 */
public record EvidenceOptions(String folder, Duration preRoll, Duration clip, double rate, int quality, long bytes,
                              Duration age, long memory) implements Serializable {

    private static final long MIB = 1L << 20;
    private static final Duration LONGEST_PRE_ROLL = Duration.ofMinutes(1);
    private static final Duration LONGEST_CLIP = Duration.ofMinutes(10);

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if a value is out of its range; the message names it
     * @throws NullPointerException     if one is null
     */
    public EvidenceOptions {
        require(!folder.isBlank() && isPath(folder), "folder", "be a path of the file system", "'" + folder + "'");
        require(!preRoll.isNegative() && preRoll.compareTo(LONGEST_PRE_ROLL) <= 0, "preRoll", "be 0 to 60 s",
                seconds(preRoll));
        require(clip.isZero() || clip.compareTo(preRoll) > 0 && clip.compareTo(LONGEST_CLIP) <= 0, "clip",
                "be 0, or above preRoll, " + seconds(preRoll) + ", and up to 10 min,", seconds(clip));
        require(rate > 0 && rate <= 60, "rate", "be above 0 and at most 60 frames a second", rate);
        require(quality >= 1 && quality <= 100, "quality", "be 1 to 100", quality);
        require(bytes >= MIB, "bytes", "be at least 1 MiB", bytes + " bytes");
        require(age.isPositive(), "age", "be above 0", seconds(age));
        require(memory >= MIB, "memory", "be at least 1 MiB", memory + " bytes");
    }

    /**
     * {@return the usual options: clips of up to 15 s with 5 s before the event, 10 frames a second, 1 GiB and 30 days
     * at most, 64 MiB of memory}
     *
     * @param folder path of the folder
     */
    public static EvidenceOptions in(String folder) {
        return new EvidenceOptions(folder, Duration.ofSeconds(5), Duration.ofSeconds(15), 10, 85, 1L << 30,
                Duration.ofDays(30), 64 * MIB);
    }

    /**
     * {@return these options with other clips}
     *
     * @param before  stream time before the start of the event
     * @param longest longest clip; zero for pictures alone
     */
    public EvidenceOptions withClips(Duration before, Duration longest) {
        return new EvidenceOptions(folder, before, longest, rate, quality, bytes, age, memory);
    }

    /**
     * {@return these options with other limits of the folder}
     *
     * @param most   bytes of the whole folder
     * @param oldest age of events
     */
    public EvidenceOptions withLimits(long most, Duration oldest) {
        return new EvidenceOptions(folder, preRoll, clip, rate, quality, most, oldest, memory);
    }

    /**
     * {@return these options with other pictures}
     *
     * @param perSecond frames a second
     * @param grade     quality, 1 to 100
     */
    public EvidenceOptions withPictures(double perSecond, int grade) {
        return new EvidenceOptions(folder, preRoll, clip, perSecond, grade, bytes, age, memory);
    }

    private static boolean isPath(String folder) {
        try {
            return Path.of(folder) != null;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }

    private static void require(boolean right, String name, String expected, Object found) {
        if (!right) {
            throw new IllegalArgumentException(name + " must " + expected + " but is " + found);
        }
    }
}
